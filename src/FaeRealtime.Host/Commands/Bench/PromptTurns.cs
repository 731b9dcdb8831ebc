using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>Measures what another prompt costs a walk between generated keys, as the program shows one: prompts in turn, set from another thread as a page sets them.</summary>
/// <param name="session">Shown by <paramref name="present"/>.</param>
/// <param name="parameters">The walk.</param>
/// <param name="prompts">Two or more; each comes several times, the first time with whatever it takes to read it.</param>
/// <param name="secondsBetween">From one change to the next.</param>
/// <param name="present">Shows the next frame; false when none came within a tenth of a second.</param>
internal sealed class PromptTurns(LatentSession session, SessionParameters parameters, IReadOnlyList<string> prompts, double secondsBetween, Func<bool> present)
{
    private const int Changes = 20;
    private const double SecondsStill = 0.25;

    // A screen's rate: what matters is whether a frame comes late.
    private const double FrameRate = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private long _shown = Clock.GetTimestamp();

    /// <summary>Runs all turns.</summary>
    /// <exception cref="ConfigException">A prompt cannot be read, or shows what the one before it showed.</exception>
    public PromptCost Run()
    {
        var walk = parameters with
        {
            Source = parameters.Source with { Mode = SourceMode.Walk, Space = SourceSpace.Latent, Keys = SourceKeys.Generated },
            Condition = parameters.Condition with { Classes = [], Prompt = prompts[^1] },
            Pacing = parameters.Pacing with { FpsLimit = FrameRate },
        };
        session.Control.Apply(walk);
        PresentFor(2 * secondsBetween, []);
        var (before, during, first) = (new List<double>(), new List<double>(), new double[Changes]);
        PresentFor(Changes * secondsBetween, before);
        for (var i = 0; i < Changes; i++)
        {
            Change(i, during);
            PresentFor(secondsBetween, during);
        }

        // A walk that stands still shows another latent only for other words.
        var still = walk with { Source = walk.Source with { Speed = 0 }, Condition = walk.Condition with { Transition = walk.Condition.Transition with { Seconds = 0 } } };
        session.Control.Apply(still);
        for (var i = 0; i < Changes; i++)
        {
            Settle();
            first[i] = FirstImage(i);
        }

        return new PromptCost(Changes, first.Max(), Quantiles.Of(first), before.Max(), Quantiles.Of(before.ToArray()), during.Max(), Quantiles.Of(during.ToArray()));
    }

    // Until the same has been shown for a while.
    private void Settle()
    {
        var (shown, since) = (session.Latent.ToArray(), Clock.GetTimestamp());
        while (Clock.GetElapsedTime(since).TotalSeconds < SecondsStill)
        {
            present();
            if (!session.Latent.SequenceEqual(shown))
            {
                (shown, since) = (session.Latent.ToArray(), Clock.GetTimestamp());
            }
        }
    }

    private double FirstImage(int change)
    {
        var shown = session.Latent.ToArray();
        var started = Clock.GetTimestamp();
        Change(change, []);
        while (session.Latent.SequenceEqual(shown))
        {
            present();
            if (Clock.GetElapsedTime(started) > Patience)
            {
                throw new ConfigException($"The prompt '{prompts[change % prompts.Count]}' shows what the one before it showed; give others.");
            }
        }

        return Clock.GetElapsedTime(started).TotalMilliseconds;
    }

    private void Change(int change, List<double> intervals)
    {
        var set = Task.Run(() => session.Control.Set("condition/prompt", prompts[change % prompts.Count]));
        while (!set.IsCompleted)
        {
            PresentFor(0, intervals);
        }

        set.GetAwaiter().GetResult();
    }

    // At least one frame. An interval begins where the one before it ended.
    private void PresentFor(double seconds, List<double> intervals)
    {
        var started = Clock.GetTimestamp();
        do
        {
            if (present())
            {
                intervals.Add(Clock.GetElapsedTime(_shown).TotalMilliseconds);
                _shown = Clock.GetTimestamp();
            }
        }
        while (Clock.GetElapsedTime(started).TotalSeconds < seconds);
    }
}

/// <summary>What another prompt costs, in milliseconds.</summary>
/// <param name="Changes">Of each kind that were measured.</param>
/// <param name="LongestFirstImageMs">The longest way to the first picture of the new prompt.</param>
/// <param name="FirstImageMs">From the change to the first picture of the new prompt.</param>
/// <param name="LongestIntervalMs">Between two shown frames while no prompt changes.</param>
/// <param name="IntervalMs">The same.</param>
/// <param name="LongestIntervalChangingMs">Between two shown frames while prompts change.</param>
/// <param name="IntervalChangingMs">The same.</param>
internal sealed record PromptCost(
    int Changes, double LongestFirstImageMs, Quantiles FirstImageMs, double LongestIntervalMs, Quantiles IntervalMs, double LongestIntervalChangingMs, Quantiles IntervalChangingMs);
