namespace FaeRealtime.Data.Loading;

/// <summary>How many images a class has.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Train">To train on.</param>
/// <param name="HeldOut">Held out.</param>
public sealed record ClassCount(string Name, int Train, int HeldOut);
