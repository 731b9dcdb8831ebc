using FaeRealtime.Remote.Control;

namespace FaeRealtime.Remote.Osc;

/// <summary>What messages do beside setting parameters; called after the packet's parameters were accepted, from the receiving thread, so nothing in it may wait.</summary>
internal sealed record OscActions
{
    /// <summary>Those of a session.</summary>
    public static OscActions Of(RemoteControl remote) => new()
    {
        Act = name => remote.Act(name),
        Recall = remote.Recall,
        Capture = remote.Capture,
        Record = remote.Record,
        Directions = () => remote.Session.Session.Info?.Directions?.All.Select(one => one.Name) ?? [],
        Classes = () => remote.Session.Session.Info?.Classes ?? [],
    };

    /// <summary>Does what a name says (<see cref="Control.SessionActions"/>).</summary>
    public required Action<string> Act { get; init; }

    /// <summary>Recalls a preset.</summary>
    public required Action<string> Recall { get; init; }

    /// <summary>Captures the picture.</summary>
    public required Action Capture { get; init; }

    /// <summary>Starts or stops a recording.</summary>
    public required Action<bool> Record { get; init; }

    /// <summary>Names of the model's directions.</summary>
    public Func<IEnumerable<string>> Directions { get; init; } = () => [];

    /// <summary>Names of the model's classes.</summary>
    public Func<IReadOnlyList<string>> Classes { get; init; } = () => [];
}
