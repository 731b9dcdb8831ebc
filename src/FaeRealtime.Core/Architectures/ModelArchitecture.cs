using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>A whole model, before any training: its latent statistics are empty.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Config">All parts.</param>
public sealed record ModelArchitecture(string Name, string Description, ModelConfig Config) : Architecture(Name, Description);
