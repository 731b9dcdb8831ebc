namespace FaeRealtime.Evaluation.Understanding;

/// <summary>What the nearest training features classify rightly.</summary>
/// <param name="Neighbours">How many vote.</param>
/// <param name="Accuracy">Share of held-out images.</param>
public sealed record NeighbourAccuracy(int Neighbours, double Accuracy);
