using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Output;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>Makes the pictures of a request, one after another.</summary>
internal static class ImagesRun
{
    /// <summary>Makes and writes the pictures.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="display">Shows how far it has come.</param>
    /// <param name="clock">For measurement.</param>
    /// <param name="cancellationToken">Checked between steps and pictures; finished files stay.</param>
    /// <exception cref="Core.Errors.FaeException">The model or the output failed.</exception>
    public static ImagesReport Run(ImagesRequest request, ImagesDisplay display, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var times = new PartTimes(clock);
        using var maker = Open(request, times, display);
        var (painted, scale) = (request.Model.Config.PixelDecoder.ImageSize, new FrameScale(request.Side, request.Side));
        var grid = request.Target!.Grid is { } size ? new ImageGrid(size, request.Side) : null;
        var pictures = new List<ImageReport>();
        display.Begin(request.Seeds.Count, request.Plan.Steps.Count);
        foreach (var seeds in request.Seeds.Chunk(maker.Together ? 1 : request.Seeds.Count))
        {
            var latents = Array.ConvertAll(seeds, seed => maker.Generate(seed, display.Evaluated, cancellationToken));
            foreach (var (seed, latent) in seeds.Zip(latents))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rgba = scale.Of(maker.DecodePixels(latent), painted, painted).ToArray();
                pictures.Add(Keep(request, maker, seed, rgba, grid, times));
                display.Finished();
            }
        }

        if (grid is not null)
        {
            times.Writing(() => PngFile.Write(request.Target!.Path, grid.Pixels, grid.Width, grid.Height, Metadata(request, maker, request.Seeds[0], request.Target!.Grid).ToText(), Texts(request, SeedList.ToText(request.Seeds), null)));
        }

        return Report(request, maker.Engine.Device, pictures, times, clock.GetElapsedTime(started));
    }

    /// <summary>Opens what makes a request's pictures: the engine, or where the weights are large for the memory, one part at a time.</summary>
    public static IImageMaker Open(ImagesRequest request, PartTimes times, ImagesDisplay display)
    {
        if (WeightMemory.Holds(request.Model, request.Generator, request.MemoryBytes))
        {
            return EngineImages.Open(request, times);
        }

        display.Tell($"The weights of '{request.Model.Config.Name}' are large for this machine's memory: torch loads one part at a time. --engine cpu or torch loads all.");
        return PartwiseImages.Prepare(request, times);
    }

    private static ImageReport Keep(ImagesRequest request, IImageMaker maker, ulong seed, byte[] rgba, ImageGrid? grid, PartTimes times)
    {
        var kind = request.Class.Describe(seed);
        if (grid is not null)
        {
            grid.Add(rgba);
            return new ImageReport(seed, kind, request.Target!.Path);
        }

        var (file, side) = (request.Target!.FileOf(seed), request.Side);
        times.Writing(() => PngFile.Write(file, rgba, side, side, Metadata(request, maker, seed, null).ToText(), Texts(request, seed.ToString(CultureInfo.InvariantCulture), kind)));
        return new ImageReport(seed, kind, file);
    }

    private static GenerationMetadata Metadata(ImagesRequest request, IImageMaker maker, ulong seed, GridSize? grid) => new()
    {
        Command = "images",
        Model = request.Model.Name,
        ModelHash = request.Model.ShortHash,
        Generator = request.Generator,
        Engine = maker.Engine,
        Parameters = SessionMetadata.Json(request.Parameters with { Source = new SourceParameters { Mode = SourceMode.Fixed, Seeds = [new WeightedSeed(seed, 1.0)] } }),
        Side = request.Size,
        Grid = grid is { } size ? new GridMetadata(size.Columns, size.Rows, SeedList.ToText(request.Seeds)) : null,
    };

    private static IEnumerable<(string Key, string Value)> Texts(ImagesRequest request, string seeds, string? kind)
    {
        yield return ("model", request.Model.Config.Name);
        yield return ("seed", seeds);
        if (kind is not null)
        {
            yield return ("class", kind);
        }

        yield return ("sampling", request.Model.Config.Generator.IsFlow
            ? FormattableString.Invariant($"flow, guidance {request.Sampling.Guidance}")
            : FormattableString.Invariant($"{request.Generator.Name()}, {request.Sampling.Steps} steps, guidance {request.Sampling.Guidance}, shift {request.Sampling.Shift}"));
    }

    private static ImagesReport Report(ImagesRequest request, string device, List<ImageReport> pictures, PartTimes times, TimeSpan total)
    {
        using var process = Process.GetCurrentProcess();
        var (count, steps) = ((double)pictures.Count, request.Plan.Steps.Count);
        return new ImagesReport
        {
            Model = request.Model.Config.Name,
            Device = device,
            Sampler = request.Generator.Name(request.Model.Config.Generator),
            Steps = steps,
            CfgScale = request.Sampling.Guidance,
            Shift = request.Sampling.Shift,
            Images = pictures,
            Ms = new ImagesTimes(
                times.Load.TotalMilliseconds,
                times.Generate.TotalMilliseconds / count / steps,
                times.Decode.TotalMilliseconds / count,
                times.Write.TotalMilliseconds / count,
                total.TotalMilliseconds),
            PeakMemoryBytes = process.PeakWorkingSet64,
        };
    }
}
