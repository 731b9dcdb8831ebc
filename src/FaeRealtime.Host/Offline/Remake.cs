using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Images;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Output.Films;
using FaeRealtime.Host.Output.Notes;
using FaeRealtime.Host.Running;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Host.Offline;

/// <summary>Makes a picture again from its notes and compares.</summary>
internal static class Remake
{
    /// <summary>Makes the picture.</summary>
    /// <param name="path">A PNG with notes.</param>
    /// <param name="model">Model folder or name; null for the one that the notes name.</param>
    /// <param name="output">Where the new picture is written; null for nowhere.</param>
    /// <param name="cancellationToken">Checked between steps and pictures.</param>
    /// <exception cref="FaeException">The file says nothing of ours, the model is another, or a part fails.</exception>
    public static RemakeReport Run(string path, string? model, string? output, CancellationToken cancellationToken)
    {
        var notes = PictureNotes.Of(path);
        var before = StoredPicture.Load(path);
        var folder = Folder(path, notes, model);
        notes.Parameters.Validate(folder.Classes.Count, folder.Config.SamplingOf(notes.Generator));
        var choice = Choice(notes, folder);
        var (pixels, width, height, engine) = notes.Moment is { } moment
            ? Moment(path, notes, choice, moment)
            : notes.Film is { } film
            ? Frame(path, notes, choice, film, before.Frame, cancellationToken)
            : Pictures(notes, choice, cancellationToken);
        if (output is not null)
        {
            PictureFile.Write(output, pixels, width, height, (notes with { Engine = engine }).ToText());
        }

        if ((width, height) != (before.Width, before.Height))
        {
            throw new ImageFileException($"{path} has {before.Width} x {before.Height} pixels, its notes make {width} x {height}: it was changed by another program. Use an untouched copy.");
        }

        return Compare(before.Pixels, pixels) with { File = path, MadeOn = notes.Engine.Device, RemadeOn = engine.Device, Out = output };
    }

    private static ModelFolder Folder(string path, PictureNotes notes, string? model)
    {
        ModelFolder folder;
        try
        {
            folder = ModelFolder.Open(ContentFolder.Model(model ?? notes.Model));
        }
        catch (ConfigException failure) when (model is null)
        {
            throw new ConfigException($"{path} was made by model '{notes.Model}', which is not where names are looked for: give --model FOLDER. {failure.Message}", failure);
        }

        return folder.ShortHash == notes.ModelHash
            ? folder
            : throw new ConfigException($"{path} was made by model '{notes.Model}' of hash {notes.ModelHash}, but {folder.Path} has {folder.ShortHash}. Give --model the folder that made it.");
    }

    private static GeneratorChoice Choice(PictureNotes notes, ModelFolder folder) => new()
    {
        Folder = folder,
        Engine = notes.Engine.Kind == EngineNotes.Cpu ? new CpuEngineOptions(folder) { Generator = notes.Generator, VectorBits = notes.Engine.VectorBits } : Torch(notes, folder),
        EngineIsChosen = true,
        Generator = notes.Generator,
        Class = ClassChoice.Of(notes.Parameters.Condition, folder.Classes),
        Parameters = notes.Parameters,
    };

    // A method of its own: whoever does not call it loads nothing of TorchSharp.
    private static TorchEngineOptions Torch(PictureNotes notes, ModelFolder folder) =>
        new(folder, TorchDevice.Parse("cpu")) { Generator = notes.Generator, Threads = notes.Engine.Threads };

    private static (byte[] Pixels, int Width, int Height, EngineNotes Engine) Pictures(PictureNotes notes, GeneratorChoice choice, CancellationToken cancellationToken)
    {
        var seeds = notes.Grid is { } grid ? SeedList.Parse(grid.Seeds) : Single(notes);
        var sampling = notes.Parameters.Applied(choice.Folder.Config.SamplingOf(notes.Generator));
        var request = new ImagesRequest
        {
            Model = choice.Folder,
            Engine = choice.Engine,
            Seeds = seeds,
            Class = choice.Class,
            Generator = notes.Generator,
            Parameters = notes.Parameters,
            Sampling = sampling,
            Plan = SamplingPlan.Of(sampling, choice.Folder.Config.Generator.Path),
            MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Json = false,
        };
        using var source = ImagesRun.Open(request, new PartTimes(TimeProvider.System), new ImagesDisplay(TimeProvider.System, TextWriter.Null));
        var side = choice.Folder.Config.PixelDecoder.ImageSize;
        var latents = seeds.Select(seed => source.Generate(seed, () => { }, cancellationToken)).ToList();
        if (notes.Grid is not { } size)
        {
            return (source.Paint(latents[0]), side, side, source.Engine);
        }

        var all = new PictureGrid(GridSize.Parse($"{size.Columns}x{size.Rows}"), side);
        latents.ForEach(latent => all.Add(source.Paint(latent)));
        return (all.Pixels, all.Width, all.Height, source.Engine);
    }

    // What a session shows depends on all that was before: what it was painted from was kept instead.
    private static (byte[] Pixels, int Width, int Height, EngineNotes Engine) Moment(string path, PictureNotes notes, GeneratorChoice choice, MomentNotes moment)
    {
        if (notes.Parameters.Blackout || notes.Parameters.Output.View != PictureView.Image)
        {
            throw new ImageFileException($"{path} shows {(notes.Parameters.Blackout ? "a blackout" : $"the view {notes.Parameters.Output.View}")} of a live session, no picture to make again.");
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

        return (pixels, side, side, EngineNotes.Of(choice.Engine, engine.Info.Device, engine.Info.VectorBits));
    }

    private static float[] Values(string path, string what, string text, int length) => MomentNotes.Values(text, length)
        ?? throw new ImageFileException($"The notes of {path} hold no {what} of {length} numbers. Use an untouched copy.");

    private static ulong[] Single(PictureNotes notes) => notes.Parameters.Source is { Mode: SourceMode.Fixed, Seeds: [{ Weight: 1.0 } one] }
        ? [one.Seed]
        : throw new ImageFileException("The notes describe a moment of a live session, which cannot be made again from them alone. 'fae info' shows them.");

    private static (byte[] Pixels, int Width, int Height, EngineNotes Engine) Frame(
        string path, PictureNotes notes, GeneratorChoice choice, FilmPathNotes film, int? frame, CancellationToken cancellationToken)
    {
        if (notes.Ends is not null || notes.Set is not null || notes.SetFile is not null || frame is not { } index || index >= film.Frames)
        {
            throw new ImageFileException($"{path} does not say which frame of a film through keyframes it is, so it cannot be made again. 'fae info {path}' shows what made it.");
        }

        using var frames = new SessionFrames(choice, notes.Parameters, film.Fps);
        for (var i = 0; i < index; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            frames.Next();
        }

        var scale = new FrameScale(film.Side, film.Side);
        return (scale.Of(frames.Next(), frames.Info.ImageSize, frames.Info.ImageSize).ToArray(), film.Side, film.Side, frames.Engine);
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
