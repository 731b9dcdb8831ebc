using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Images;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Remake;

/// <summary>Makes a picture again from its metadata and compares.</summary>
internal static class RemakeRun
{
    /// <summary>Makes the picture.</summary>
    /// <param name="path">A PNG with metadata.</param>
    /// <param name="model">Model folder or name; null for the one that the metadata name.</param>
    /// <param name="output">Where the new picture is written; null for nowhere.</param>
    /// <param name="cancellationToken">Checked between steps and pictures.</param>
    /// <exception cref="FaeException">The file says nothing of ours, the model is another, or a part fails.</exception>
    public static RemakeReport Run(string path, string? model, string? output, CancellationToken cancellationToken)
    {
        var metadata = MetadataFile.ReadGeneration(path);
        var before = StoredImage.Load(path);
        var folder = new ModelSearch(metadata.ModelHash, metadata.Model, null).FindSame(path, "was made by", model);
        var parameters = SessionMetadata.Parameters(metadata, path);
        parameters.Validate(folder.Classes.Count, folder.Config.SamplingOf(metadata.Generator));
        var choice = Choice(metadata, parameters, folder);
        var (pixels, width, height, engine) = metadata.Moment is { } moment
            ? Moment(path, choice, moment)
            : metadata.Video is { } video
            ? Frame(path, metadata, choice, video, before.Frame, cancellationToken)
            : Images(metadata, choice, cancellationToken);
        if (output is not null)
        {
            PngFile.Write(output, pixels, width, height, (metadata with { Engine = engine }).ToText());
        }

        if ((width, height) != (before.Width, before.Height))
        {
            throw new ImageFileException($"{path} has {before.Width} x {before.Height} pixels, its metadata make {width} x {height}: it was changed by another program. Use an untouched copy.");
        }

        return Compare(before.Pixels, pixels) with { File = path, MadeOn = metadata.Engine.Device, RemadeOn = engine.Device, Out = output };
    }

    private static GeneratorChoice Choice(GenerationMetadata metadata, SessionParameters parameters, ModelFolder folder) => new()
    {
        Folder = folder,
        Engine = metadata.Engine.Kind switch
        {
            EngineMetadata.Cpu => new CpuEngineOptions(folder) { Generator = metadata.Generator, VectorBits = metadata.Engine.VectorBits, PhraseEncoder = TextEncoderFile.Find(null, folder.Config.Generator.Text) },
            EngineMetadata.Gl => new GlEngineOptions(folder) { Generator = metadata.Generator, PhraseEncoder = TextEncoderFile.Find(null, folder.Config.Generator.Text) },
            _ => Torch(metadata, folder),
        },
        EngineIsChosen = true,
        Generator = metadata.Generator,
        Class = ClassChoice.Of(parameters.Condition, folder.Classes),
        Parameters = parameters,
    };

    // A method of its own: a run that does not call it loads nothing of TorchSharp.
    private static TorchEngineOptions Torch(GenerationMetadata metadata, ModelFolder folder) =>
        new(folder, TorchDevice.Parse("cpu")) { Generator = metadata.Generator, Threads = metadata.Engine.Threads, PhraseEncoder = TextEncoderFile.Find(null, folder.Config.Generator.Text) };

    private static (byte[] Pixels, int Width, int Height, EngineMetadata Engine) Images(GenerationMetadata metadata, GeneratorChoice choice, CancellationToken cancellationToken)
    {
        var seeds = metadata.Grid is { } grid ? SeedList.Parse(grid.Seeds) : Single(choice.Parameters);
        var sampling = choice.Parameters.Applied(choice.Folder.Config.SamplingOf(metadata.Generator));
        var request = new ImagesRequest
        {
            Model = choice.Folder,
            Engine = choice.Engine,
            Seeds = seeds,
            Class = choice.Class,
            Generator = metadata.Generator,
            Parameters = choice.Parameters,
            Sampling = sampling,
            Plan = SamplingPlan.Of(sampling, choice.Folder.Config.Generator.Path),
            MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Json = false,
        };
        using var source = ImagesRun.Open(request, new PartTimes(TimeProvider.System), new ImagesDisplay(TimeProvider.System, TextWriter.Null));
        var painted = choice.Folder.Config.PixelDecoder.ImageSize;
        var side = metadata.Side is { } given and >= 1 and <= 4096 ? given : painted;
        var scale = new FrameScale(side, side);
        var latents = seeds.Select(seed => source.Generate(seed, () => { }, cancellationToken)).ToList();
        if (metadata.Grid is not { } size)
        {
            return (scale.Of(source.DecodePixels(latents[0]), painted, painted).ToArray(), side, side, source.Engine);
        }

        var all = new ImageGrid(GridSize.Parse($"{size.Columns}x{size.Rows}"), side);
        latents.ForEach(latent => all.Add(scale.Of(source.DecodePixels(latent), painted, painted)));
        return (all.Pixels, all.Width, all.Height, source.Engine);
    }

    // What a session shows depends on all that was before: what it was painted from was kept instead.
    private static (byte[] Pixels, int Width, int Height, EngineMetadata Engine) Moment(string path, GeneratorChoice choice, MomentMetadata moment)
    {
        if (choice.Parameters.Blackout || choice.Parameters.Output.View != OutputView.Image)
        {
            throw new ImageFileException($"{path} shows {(choice.Parameters.Blackout ? "a blackout" : $"the view {choice.Parameters.Output.View}")} of a live session, no picture to make again.");
        }

        using var engine = choice.Engine.Open();
        var side = engine.Info.ImageSize;
        var pixels = new byte[side * side * 4];
        if (moment.Features is { } features)
        {
            engine.DecodePixels(Values(path, "features", features, engine.Info.FeatureLength), pixels);
        }
        else
        {
            engine.Decode(Values(path, "latent", moment.Latent, engine.Info.LatentLength), pixels);
        }

        return (pixels, side, side, SessionMetadata.Of(choice.Engine, engine.Info.Device, engine.Info.VectorBits));
    }

    private static float[] Values(string path, string what, string text, int length) => MomentMetadata.Values(text, length)
        ?? throw new ImageFileException($"The metadata of {path} hold no {what} of {length} numbers. Use an untouched copy.");

    private static ulong[] Single(SessionParameters parameters) => parameters.Source is { Mode: SourceMode.Fixed, Seeds: [{ Weight: 1.0 } one] }
        ? [one.Seed]
        : throw new ImageFileException("The metadata describe a moment of a live session, which cannot be made again from them alone. 'fae info' shows them.");

    private static (byte[] Pixels, int Width, int Height, EngineMetadata Engine) Frame(
        string path, GenerationMetadata metadata, GeneratorChoice choice, VideoPathMetadata video, int? frame, CancellationToken cancellationToken)
    {
        if (metadata.Ends is not null || metadata.Set is not null || metadata.SetFile is not null || (metadata.Sound is not null && choice.Parameters.Modulation.Count > 0) || frame is not { } index || index >= video.Frames)
        {
            throw new ImageFileException($"{path} does not say which frame of a video through keyframes it is, so it cannot be made again. 'fae info {path}' shows what made it.");
        }

        using var frames = SessionFrames.Open(choice, choice.Parameters, video.Fps);
        for (var i = 0; i < index; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            frames.Next();
        }

        var scale = new FrameScale(video.Side, video.Side);
        return (scale.Of(frames.Next(), frames.Info.ImageSize, frames.Info.ImageSize).ToArray(), video.Side, video.Side, frames.Engine);
    }

    private static RemakeReport Compare(byte[] before, byte[] now)
    {
        var (differing, largest, sum) = (0L, 0, 0L);
        for (var i = 0; i < before.Length; i += 4)
        {
            var most = 0;
            for (var channel = i; channel < i + 4; channel++)
            {
                var difference = Math.Abs(before[channel] - now[channel]);
                (most, sum) = (Math.Max(most, difference), sum + difference);
            }

            differing += most > 0 ? 1 : 0;
            largest = Math.Max(largest, most);
        }

        return new RemakeReport
        {
            File = string.Empty,
            Equal = differing == 0,
            Differing = differing,
            Largest = largest,
            Mean = (double)sum / before.Length,
            MadeOn = string.Empty,
            RemadeOn = string.Empty,
        };
    }
}
