using FaeRealtime.Engines;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Morph;

/// <summary>Decodes the way between the latents of two pictures.</summary>
internal static class MorphVideo
{
    /// <summary>Makes the video.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="display">Shows how far it has come.</param>
    /// <param name="cancellationToken">Ends the video early: what is done so far is a whole video.</param>
    /// <exception cref="Core.Errors.FaeException">A picture, the model or the output failed; no file was touched.</exception>
    public static VideoReport Run(MorphRequest request, VideoProgress display, CancellationToken cancellationToken)
    {
        var photos = Photos(request);
        using var engine = request.Generator.Engine.Open();
        var (from, to) = (Latent(request, engine, request.Ends[0], photos), Latent(request, engine, request.Ends[1], photos));
        var side = engine.Info.ImageSize;
        var shift = FeatureShift.Of(engine, request.Generator.Parameters.Condition.Directions);
        var (latent, rgba) = (new float[from.Length], new byte[side * side * 4]);
        return VideoWork.Write(request, Metadata(request, engine.Info), engine.Info, Frame, display, sound: null, cancellationToken);

        ReadOnlySpan<byte> Frame(int index)
        {
            LatentBlend.Blend(from, to, request.ShareOf(index), engine.Info.Config.Latent.Channels, request.Interpolation, latent);
            shift.Decode(latent, rgba);
            return rgba;
        }
    }

    // Before the engine is opened: the ViT is large, and is gone then.
    private static Dictionary<string, float[]> Photos(MorphRequest request)
    {
        string[] paths = [.. request.Ends.Select(end => end.Path).OfType<string>().Distinct()];
        return paths.Length == 0
            ? []
            : paths.Zip(PhotoLatents.Encode(request.Generator.Folder, request.EncoderPath!, paths, TorchDevice.Of(request.Generator.Engine))).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static float[] Latent(MorphRequest request, IFrameEngine engine, MorphEnd end, Dictionary<string, float[]> photos)
    {
        if (end.Path is { } path)
        {
            return photos[path];
        }

        var choice = request.Generator;
        WeightedSeed[] seeds = [new(end.Seed!.Value, 1.0)];
        WeightedClass[] classes = [.. choice.Class.Blend(seeds[0].Seed)];
        var latent = new float[engine.Info.LatentLength];
        PriorBlend.FillNoise(seeds, latent);
        var condition = end.Words is { } own ? choice.Parameters.Condition with { Prompt = own } : choice.Class.Worded(choice.Parameters.Condition, engine.Info.Prompts, seeds[0].Seed);
        var words = condition.Words(engine.Info.Words, engine.Info.Directions, engine.Info.Config.Name);
        engine.Generate(latent, new(classes, words), SamplingPlan.Of(choice.Parameters.Applied(engine.Info.Sampling), engine.Info.Config.Generator.Path), seeds, latent);
        return latent;
    }

    // A loop by its mode, and the easing where a session's own transition has it.
    private static SessionParameters Parameters(MorphRequest request)
    {
        var (parameters, condition) = (request.Generator.Parameters, request.Generator.Parameters.Condition);
        return parameters with
        {
            Source = new SourceParameters { Mode = request.Loop ? SourceMode.Loop : SourceMode.Fixed, Interpolation = request.Interpolation },
            Condition = condition with { Transition = condition.Transition with { Easing = request.Easing } },
        };
    }

    private static GenerationMetadata Metadata(MorphRequest request, FrameEngineInfo info) => new()
    {
        Command = "morph",
        Model = request.Generator.Folder.Name,
        ModelHash = info.ModelHash,
        Generator = request.Generator.Generator,
        Engine = SessionMetadata.Of(request.Generator.Engine, info.Device, info.VectorBits),
        Parameters = SessionMetadata.Json(Parameters(request)),
        Video = new VideoPathMetadata(request.Fps, request.Frames, request.Side),
        Ends = [.. request.Ends.Select(end => end.Describe())],
    };
}
