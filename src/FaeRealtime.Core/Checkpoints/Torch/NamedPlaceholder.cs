using FaeRealtime.Core.Checkpoints.Pickle;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>A placeholder and its way from the root.</summary>
/// <param name="Name">The way, divided by dots; empty for the root.</param>
/// <param name="Placeholder">What stands there.</param>
internal sealed record NamedPlaceholder(string Name, PicklePlaceholder Placeholder);
