using System.Runtime.CompilerServices;
using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Parameters;

/// <summary>Every single value of the parameters with its range: what checks, sliders, OSC addresses and modulations know.</summary>
public static class ParameterTable
{
    private const double GridEdge = 1e6;
    private const double MostPhraseWeight = 100;

    /// <summary>All values, in the order of the tree.</summary>
    public static IReadOnlyList<ParameterDefinition> All { get; } =
    [
        Sampler("steps", ParameterKind.Whole, 1, SamplingConfigValidation.MaximumSteps, "Sampler steps a latent.", s => s.Steps, (s, v) => s with { Steps = (int)v }).Makes(ParameterEffect.NewPath),
        Sampler("guidance", ParameterKind.Number, 0, SamplingConfigValidation.MaximumGuidance, "Classifier-free guidance scale; 1 is none.", s => s.Guidance, (s, v) => s with { Guidance = v }).Makes(ParameterEffect.NewKeys),
        Sampler("guidanceInterval/from", ParameterKind.Number, 0, 1, "Lowest time at which guidance acts; 1 is noise.", s => s.GuidanceInterval.From, (s, v) => s with { GuidanceInterval = s.GuidanceInterval with { From = v } }).Makes(ParameterEffect.NewKeys),
        Sampler("guidanceInterval/to", ParameterKind.Number, 0, 1, "Highest time at which guidance acts.", s => s.GuidanceInterval.To, (s, v) => s with { GuidanceInterval = s.GuidanceInterval with { To = v } }).Makes(ParameterEffect.NewKeys),
        Sampler("shift", ParameterKind.Number, 0.001, 100, "Timestep shift; 1 is none.", s => s.Shift, (s, v) => s with { Shift = v }).Makes(ParameterEffect.NewKeys),
        Choice<SourceMode>("source/mode", "How the source moves.", p => p.Source.Mode, (p, v) => p with { Source = p.Source with { Mode = v } }).Makes(ParameterEffect.NewPath),
        Choice<SourceSpace>("source/space", "Where pictures are blended.", p => p.Source.Space, (p, v) => p with { Source = p.Source with { Space = v } }).Makes(ParameterEffect.NewPath),
        Choice<SourceKeys>("source/keys", "Where key latents come from.", p => p.Source.Keys, (p, v) => p with { Source = p.Source with { Keys = v } }).Makes(ParameterEffect.NewPath),
        Source("speed", ParameterKind.Number, 0, 8, "How fast the source moves.", s => s.Speed, (s, v) => s with { Speed = v }, "keyframes/s"),
        Source("radius", ParameterKind.Number, 0, 1, "How far a path strays from its start.", s => s.Radius, (s, v) => s with { Radius = v }).Makes(ParameterEffect.NewKeys),
        Choice<InterpolationKind>("source/interpolation", "How two points are blended.", p => p.Source.Interpolation, (p, v) => p with { Source = p.Source with { Interpolation = v } }).Makes(ParameterEffect.NewPath),
        Source("x", ParameterKind.Number, -GridEdge, GridEdge, "Place on the grid of seeds.", s => s.X, (s, v) => s with { X = v }, "seeds").Titled("Place x").Makes(ParameterEffect.NewKeys),
        Source("y", ParameterKind.Number, -GridEdge, GridEdge, "Place on the grid of seeds, in rows of 100.", s => s.Y, (s, v) => s with { Y = v }, "rows").Titled("Place y").Makes(ParameterEffect.NewKeys),
        Source("loopKeys", ParameterKind.Whole, 2, 64, "Keys in a closed path.", s => s.LoopKeys, (s, v) => s with { LoopKeys = (int)v }, "keys").While("source/mode", SourceMode.Loop).Makes(ParameterEffect.NewPath),
        Source("phase", ParameterKind.Number, 0, 1, "How far a closed path is turned.", s => s.Phase, (s, v) => s with { Phase = v }, "turns").Titled("Loop phase").While("source/mode", SourceMode.Loop).Makes(ParameterEffect.NewKeys),
        Source("input", ParameterKind.Number, 0, 1, "How much of the camera or another input is in the picture.", s => s.Input, (s, v) => s with { Input = v }),
        Choice<InputMode>("source/inputMode", "How it is there: blended, or in patches of the generated picture.", p => p.Source.InputMode, (p, v) => p with { Source = p.Source with { InputMode = v } }).Titled("Input mode"),
        Switch("source/closed", "Whether the last keyframe leads to the first.", p => p.Source.Closed, (p, v) => p with { Source = p.Source with { Closed = v } }).Titled("Closed timeline").While("source/mode", SourceMode.Keyframes).Makes(ParameterEffect.NewPath),
        Switch("condition/mix", "Without a class or words: every key draws its own class, and the caption of one of its samples.", p => p.Condition.RandomClass, (p, v) => p with { Condition = p.Condition with { RandomClass = v } }).Titled("Random class").Makes(ParameterEffect.NewPath),
        Transition("seconds", ParameterKind.Number, 0, 10, "How long a change fades in; 0 cuts.", t => t.Seconds, (t, v) => t with { Seconds = v }, "s"),
        Choice<EasingKind>("condition/transition/easing", "How evenly a change fades in.", p => p.Condition.Transition.Easing, (p, v) => p with { Condition = p.Condition with { Transition = p.Condition.Transition with { Easing = v } } }),
        Choice<QuantizeKind>("condition/transition/quantize", "When a change begins to act.", p => p.Condition.Transition.Quantize, (p, v) => p with { Condition = p.Condition with { Transition = p.Condition.Transition with { Quantize = v } } }),
        Coherence("feedback", 0, 0.95, "Share of the last latent in the noise.", c => c.Feedback, (c, v) => c with { Feedback = v }).While("source/space", SourceSpace.Noise),
        Coherence("renoise", 0, 1, "Time at which sampling starts from the input, or else from the last latent; 1 is noise alone.", c => c.Renoise, (c, v) => c with { Renoise = v }, above: true).While("source/space", SourceSpace.Noise),
        Coherence("ema", 0, 0.99, "Weight of the latents before in a moving average.", c => c.Ema, (c, v) => c with { Ema = v }).Titled("Moving average").While("source/space", SourceSpace.Noise),
        Switch("coherence/warmStart", "Whether changes fade from the picture that is shown.", p => p.Coherence.WarmStart, (p, v) => p with { Coherence = p.Coherence with { WarmStart = v } }),
        Pacing("fpsLimit", 1, PacingParameters.MaximumFps, "Most frames a second.", c => c.FpsLimit, (c, v) => c with { FpsLimit = v }).Titled("Frame limit"),
        Pacing("generateHz", 0, PacingParameters.MaximumFps, "Most sampled latents a second in space noise; 0 samples every frame.", c => c.GenerateHz, (c, v) => c with { GenerateHz = v }).Titled("Generator limit").While("source/space", SourceSpace.Noise),
        Switch("pacing/vsync", "Whether a window waits for the display.", p => p.Pacing.Vsync, (p, v) => p with { Pacing = p.Pacing with { Vsync = v } }).Titled("V-sync"),
        Tempo("bpm", ParameterKind.Number, 20, 300, "Tempo.", t => t.Bpm, (t, v) => t with { Bpm = v }, "beats/min").Titled("Tempo"),
        Tempo("beatsPerBar", ParameterKind.Whole, 1, 16, "Beats of a bar.", t => t.BeatsPerBar, (t, v) => t with { BeatsPerBar = (int)v }, "beats"),
        Tempo("origin", ParameterKind.Number, -1e9, 1e9, "Where the first beat of a bar lies.", t => t.Origin, (t, v) => t with { Origin = v }, "beats").Titled("First beat"),
        Choice<OutputView>("output/view", "The picture, or a stage on the way to it.", p => p.Output.View, (p, v) => p with { Output = p.Output with { View = v } }),
        Switch("paused", "Whether the path is paused.", p => p.Paused, (p, v) => p with { Paused = v }),
        Switch("blackout", "Whether the picture is black.", p => p.Blackout, (p, v) => p with { Blackout = v }),
    ];

    private static readonly Dictionary<string, ParameterDefinition> ByPath = All.ToDictionary(definition => definition.Path, StringComparer.Ordinal);

    /// <summary>The value at a path.</summary>
    /// <param name="path">Such as <c>sampler/steps</c>.</param>
    /// <exception cref="ConfigException">There is none; the nearest is named.</exception>
    public static ParameterDefinition At(string path) => Find(path)
        ?? throw new ConfigException($"There is no parameter '{path}'; the nearest is '{NearestName.Of(path, ByPath.Keys)}'.");

    /// <summary>
    /// The value at a path, or null. Phrases and the directions of a model are not in <see cref="All"/>: each is at <see cref="ConditionParameters.PhrasePrefix"/> or
    /// <see cref="ConditionParameters.DirectionPrefix"/> and its name.
    /// </summary>
    public static ParameterDefinition? Find(string path) => ByPath.GetValueOrDefault(path)
        ?? (NameBehind(ConditionParameters.DirectionPrefix, path) is { } direction ? Direction(path, direction) : null)
        ?? (NameBehind(ConditionParameters.PhrasePrefix, path) is { } phrase ? Phrase(path, phrase) : null);

    /// <summary>What it takes to come from one record to another, as far as single values go: the greatest effect among those that differ.</summary>
    /// <param name="before">The parameters that act.</param>
    /// <param name="after">Those that shall.</param>
    internal static ParameterEffect EffectOf(SessionParameters before, SessionParameters after)
    {
        var effect = ParameterEffect.Immediate;
        for (var i = 0; i < All.Count && !ReferenceEquals(before, after); i++)
        {
            if (All[i].Effect > effect && All[i].Read(before) != All[i].Read(after))
            {
                effect = All[i].Effect;
            }
        }

        return effect;
    }

    private static ParameterDefinition Sampler(string name, ParameterKind kind, double minimum, double maximum, string summary, Func<SamplerParameters, double> read, Func<SamplerParameters, double, SamplerParameters> with) =>
        new($"sampler/{name}", kind, p => read(p.Sampler), (p, v) => p with { Sampler = with(p.Sampler, v) }) { Minimum = minimum, Maximum = maximum, Summary = summary };

    private static ParameterDefinition Source(string name, ParameterKind kind, double minimum, double maximum, string summary, Func<SourceParameters, double> read, Func<SourceParameters, double, SourceParameters> with, string unit = "") =>
        new($"source/{name}", kind, p => read(p.Source), (p, v) => p with { Source = with(p.Source, v) }) { Minimum = minimum, Maximum = maximum, Summary = summary, Unit = unit };

    private static ParameterDefinition Transition(string name, ParameterKind kind, double minimum, double maximum, string summary, Func<TransitionParameters, double> read, Func<TransitionParameters, double, TransitionParameters> with, string unit) =>
        new($"condition/transition/{name}", kind, p => read(p.Condition.Transition), (p, v) => p with { Condition = p.Condition with { Transition = with(p.Condition.Transition, v) } }) { Minimum = minimum, Maximum = maximum, Summary = summary, Unit = unit };

    private static ParameterDefinition Coherence(string name, double minimum, double maximum, string summary, Func<CoherenceParameters, double> read, Func<CoherenceParameters, double, CoherenceParameters> with, bool above = false) =>
        new($"coherence/{name}", ParameterKind.Number, p => read(p.Coherence), (p, v) => p with { Coherence = with(p.Coherence, v) }) { Minimum = minimum, Maximum = maximum, Summary = summary, IsMinimumExclusive = above };

    private static ParameterDefinition Pacing(string name, double minimum, double maximum, string summary, Func<PacingParameters, double> read, Func<PacingParameters, double, PacingParameters> with) =>
        new($"pacing/{name}", ParameterKind.Number, p => read(p.Pacing), (p, v) => p with { Pacing = with(p.Pacing, v) }) { Minimum = minimum, Maximum = maximum, Summary = summary, Unit = "1/s" };

    private static ParameterDefinition Tempo(string name, ParameterKind kind, double minimum, double maximum, string summary, Func<TempoParameters, double> read, Func<TempoParameters, double, TempoParameters> with, string unit) =>
        new($"tempo/{name}", kind, p => read(p.Tempo), (p, v) => p with { Tempo = with(p.Tempo, v) }) { Minimum = minimum, Maximum = maximum, Summary = summary, Unit = unit };

    private static string? NameBehind(string prefix, string path) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && Prompt.Normalise(path[prefix.Length..]) is { Length: > 0 } name ? name : null;

    private static ParameterDefinition Direction(string path, string name) => new(
        path,
        ParameterKind.Number,
        p => DirectionWeights.Parse(p.Condition.Directions).Of(name),
        (p, v) => p with { Condition = p.Condition with { Directions = DirectionWeights.Parse(p.Condition.Directions).With(name, v).ToString() } })
    {
        Minimum = -DirectionWeights.Limit,
        Maximum = DirectionWeights.Limit,
        Summary = "Weight of one of the model's directions.",
    };

    private static ParameterDefinition Phrase(string path, string name) => new ParameterDefinition(
        path,
        ParameterKind.Number,
        p => Prompt.Parse(p.Condition.Prompt).Of(name),
        (p, v) => p with { Condition = p.Condition with { Prompt = Prompt.Parse(p.Condition.Prompt).With(name, v).ToString() } })
    {
        Minimum = -MostPhraseWeight,
        Maximum = MostPhraseWeight,
        Summary = "Weight of one phrase of the prompt; 0 takes it out, below 0 guidance leads away from it.",
    }.Makes(ParameterEffect.NewKeys);

    private static ParameterDefinition Switch(string path, string summary, Func<SessionParameters, bool> read, Func<SessionParameters, bool, SessionParameters> with) =>
        new(path, ParameterKind.Switch, p => read(p) ? 1 : 0, (p, v) => with(p, v != 0)) { Summary = summary };

    // Enum members count from 0 in order of declaration.
    private static ParameterDefinition Choice<T>(string path, string summary, Func<SessionParameters, T> read, Func<SessionParameters, T, SessionParameters> with)
        where T : struct, Enum =>
        new(path, ParameterKind.Choice, p => Unsafe.BitCast<T, int>(read(p)), (p, v) => with(p, (T)Enum.ToObject(typeof(T), (int)v)))
        {
            Maximum = Enum.GetValues<T>().Length - 1,
            Summary = summary,
            Choices = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)],
        };
}
