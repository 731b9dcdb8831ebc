using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Engines.Torch;

/// <summary>The captured computations of sampling plans, found by their steps. Each keeps device memory, so there is a limit; what was used last stays.</summary>
/// <param name="capture">Captures, and says what cannot be captured. Borrowed.</param>
internal sealed class CapturedPlans(GraphCapture capture) : IDisposable
{
    /// <summary>Most captured graphs: those of a few step counts, or of a key's single steps.</summary>
    public const int Most = 16;

    // A graph that was used so lately is in use: another plan then runs without one, instead of both being captured in turns.
    private const long Lately = 256;

    /// <summary>At which run a plan is captured: a slider in motion asks for another plan every frame, and each graph would hold the picture.</summary>
    public const int CaptureRun = 3;

    // Plans that were asked for less often; forgotten all at once, which costs each of them a few runs.
    private const int MostWaiting = 64;

    private readonly Dictionary<SamplingPlan, Entry> _entries = new(PlanComparer.Instance);
    private readonly Dictionary<SamplingPlan, int> _waiting = new(PlanComparer.Instance);
    private long _calls;

    /// <summary>Queues a plan's computation: as a graph where that is possible.</summary>
    /// <param name="plan">The steps.</param>
    /// <param name="compute">The computation, in place, on tensors that stay.</param>
    public void Run(SamplingPlan plan, Action compute)
    {
        _calls++;
        if (_entries.TryGetValue(plan, out var known))
        {
            known.Used = _calls;
            known.Run(compute);
            return;
        }

        // The run that is needed anyway is also the one that sets libraries up for the graph.
        compute();
        if (IsWanted(plan) && HasRoom())
        {
            _entries.Add(plan, new Entry(TryCapture(plan, compute)) { Used = _calls });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Dispose();
        }

        _entries.Clear();
    }

    private bool IsWanted(SamplingPlan plan)
    {
        if (_waiting.Count >= MostWaiting)
        {
            _waiting.Clear();
        }

        var runs = _waiting.GetValueOrDefault(plan) + 1;
        _waiting[plan] = runs;
        return runs >= CaptureRun && _waiting.Remove(plan);
    }

    // What a stochastic or adaptive plan does depends on numbers that the processor makes meanwhile.
    private ICapturedGraph? TryCapture(SamplingPlan plan, Action compute)
    {
        var what = FormattableString.Invariant($"a plan of {plan.Steps.Count} steps");
        return plan.IsStochastic || plan.Steps.Any(step => step.Adaptive is not null)
            ? capture.Refuse(what, "its noise or the length of its steps is found on the processor")
            : capture.TryCapture(what, compute, out _);
    }

    private bool HasRoom()
    {
        if (_entries.Count < Most)
        {
            return true;
        }

        var (plan, entry) = _entries.MinBy(entry => entry.Value.Used);
        if (_calls - entry.Used < Lately)
        {
            return false;
        }

        entry.Dispose();
        _entries.Remove(plan);
        return true;
    }

    private sealed class Entry(ICapturedGraph? graph) : IDisposable
    {
        public long Used { get; set; }

        public void Run(Action compute)
        {
            if (graph is null)
            {
                compute();
            }
            else
            {
                graph.Replay();
            }
        }

        public void Dispose() => graph?.Dispose();
    }

    private sealed class PlanComparer : IEqualityComparer<SamplingPlan>
    {
        public static PlanComparer Instance { get; } = new();

        public bool Equals(SamplingPlan? x, SamplingPlan? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Steps.SequenceEqual(y.Steps));

        public int GetHashCode(SamplingPlan plan)
        {
            var hash = default(HashCode);
            for (var i = 0; i < plan.Steps.Count; i++)
            {
                hash.Add(plan.Steps[i]);
            }

            return hash.ToHashCode();
        }
    }
}
