namespace FaeRealtime.Models.Flows;

/// <summary>How TARFlow is guided: away from what it says without class, linearly, in every block.</summary>
public sealed record TarFlowGuidance
{
    /// <summary>Extra guidance g; 0 for none.</summary>
    public double Strength { get; init; }

    /// <summary>Whether the logarithms of scales are guided.</summary>
    public bool Scales { get; init; } = true;

    /// <summary>Whether shifts are guided.</summary>
    public bool Shifts { get; init; } = true;

    /// <summary>Temperature of attention in what is led away from; above 1 it sees less clearly.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Guidance grows from 0 at the first token to its strength at the last.</summary>
    public bool Annealed { get; init; }
}
