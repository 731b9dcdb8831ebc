namespace FaeRealtime.Training.Export;

/// <summary>One diagram with two value axes over the same steps.</summary>
/// <param name="Title">Stands above it.</param>
/// <param name="Left">Drawn on a logarithmic axis where all its values are above 0.</param>
/// <param name="Right">Drawn on a linear axis.</param>
internal sealed record CurvePanel(string Title, Curve Left, Curve Right);
