namespace FaeRealtime.Training.Export;

/// <summary>A line of a diagram.</summary>
/// <param name="Label">What its axis measures.</param>
/// <param name="Points">In order of steps.</param>
internal sealed record Curve(string Label, IReadOnlyList<(int Step, double Value)> Points);
