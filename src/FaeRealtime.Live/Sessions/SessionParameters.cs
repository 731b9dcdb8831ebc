using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Live.Sessions;

/// <summary>Everything that can be changed while a session runs. A change makes a new record; a wrong value is refused with its range, never clamped.</summary>
public sealed record SessionParameters
{
    /// <summary>Most steps, as in a model's configuration.</summary>
    public const int MaximumSteps = 1000;

    /// <summary>Highest <see cref="FpsLimit"/>.</summary>
    public const double MaximumFps = 1000.0;

    /// <summary>What moves. Default: <see cref="SessionMode.Morph"/>, the cheapest that needs a generator.</summary>
    public SessionMode Mode { get; init; } = SessionMode.Morph;

    /// <summary>Names the whole path: same seed, same pictures.</summary>
    public ulong Seed { get; init; }

    /// <summary>Class index, or null for the unconditional model (or, between samples, all of them).</summary>
    public int? Class { get; init; }

    /// <summary>
    /// While <see cref="Class"/> is null: whether every key draws a class of its own instead of none. Guidance needs a class to lead to, and most models paint
    /// far better with it than without. Samples are real pictures and have their classes already.
    /// </summary>
    public bool MixClasses { get; init; }

    /// <summary>Steps of the model's solver, or points of its grid, 1 to <see cref="MaximumSteps"/>. Default: the usual count of the tiny model.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>Classifier-free guidance scale, 0 to 100; 1 is none.</summary>
    public double CfgScale { get; init; } = 1.0;

    /// <summary>Keys a second, 0 to 8. Default 0.5: two seconds from picture to picture.</summary>
    public double Speed { get; init; } = 0.5;

    /// <summary>Whether the path rests; controls still act.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether the path closes after <see cref="LoopKeys"/> keys.</summary>
    public bool Loop { get; init; }

    /// <summary>Keys in a closed path, 2 to 64.</summary>
    public int LoopKeys { get; init; } = 8;

    /// <summary>Seconds over which a walk fades to what a change asks for, 0 to 10.</summary>
    public double TransitionSeconds { get; init; } = 0.6;

    /// <summary>Most frames a second that live pacing makes, 1 to <see cref="MaximumFps"/>. Default 60: what most displays show.</summary>
    public double FpsLimit { get; init; } = 60.0;

    /// <summary>The defaults with what a model recommends.</summary>
    /// <param name="sampling">The model folder's sampling.</param>
    /// <returns>Parameters with its steps and guidance.</returns>
    public static SessionParameters For(SamplingConfig sampling) => new() { Steps = sampling.Steps, CfgScale = sampling.Guidance };

    /// <summary>A model's sampling with the session's step count and scale. Without a class there is nothing to guide towards, at any time.</summary>
    /// <param name="sampling">The model folder's sampling.</param>
    public SamplingConfig Applied(SamplingConfig sampling) => Class is null && !MixClasses
        ? sampling with { Steps = Steps, Guidance = 1.0, FurtherGuidance = [] }
        : sampling with { Steps = Steps, Guidance = CfgScale };

    /// <summary>Checks every range.</summary>
    /// <param name="classes">How many classes the model has.</param>
    /// <param name="sampling">The model folder's sampling, whose solver may need more steps; null where it is not known yet.</param>
    /// <returns>All problems, each naming the value and the allowed range; empty when there are none.</returns>
    public IReadOnlyList<string> Problems(int classes, SamplingConfig? sampling = null)
    {
        var problems = new List<string>();
        Check(problems, "steps", Steps, 1, MaximumSteps);
        Check(problems, "cfgScale", CfgScale, 0, 100);
        Check(problems, "speed", Speed, 0, 8);
        Check(problems, "loopKeys", LoopKeys, 2, 64);
        Check(problems, "transitionSeconds", TransitionSeconds, 0, 10);
        Check(problems, "fpsLimit", FpsLimit, 1, MaximumFps);
        if (!Enum.IsDefined(Mode))
        {
            problems.Add($"mode is {Mode}; give morph, walk or samples.");
        }

        if (Class is { } index && (index < 0 || index >= classes))
        {
            problems.Add(classes == 0 ? $"class is {index}; this model has no classes." : $"class is {index}; give 0 to {classes - 1}, or none.");
        }

        return problems.Count > 0 || sampling is null ? problems : Applied(sampling).Validate();
    }

    /// <summary>Refuses wrong values.</summary>
    /// <param name="classes">How many classes the model has.</param>
    /// <param name="sampling">The model folder's sampling; null where it is not known yet.</param>
    /// <exception cref="ConfigException">One or more values are out of range.</exception>
    public void Validate(int classes, SamplingConfig? sampling = null)
    {
        if (Problems(classes, sampling) is { Count: > 0 } problems)
        {
            throw new ConfigException(string.Join(' ', problems));
        }
    }

    /// <summary>Whether another record asks for other pictures, not only for another pace.</summary>
    internal bool SamePath(SessionParameters other) =>
        Mode == other.Mode && Seed == other.Seed && Class == other.Class && MixClasses == other.MixClasses && Steps == other.Steps
        && CfgScale == other.CfgScale && Loop == other.Loop && LoopKeys == other.LoopKeys;

    private static void Check(List<string> problems, string name, double value, double lowest, double highest)
    {
        if (!(value >= lowest && value <= highest))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; give {lowest} to {highest}."));
        }
    }
}
