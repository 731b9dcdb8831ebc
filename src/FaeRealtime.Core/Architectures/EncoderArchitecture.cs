using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>A frozen image encoder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Config">Sizes and switches; the features are the last block's patch tokens.</param>
public sealed record EncoderArchitecture(string Name, string Description, VisionEncoderConfig Config) : Architecture(Name, Description);
