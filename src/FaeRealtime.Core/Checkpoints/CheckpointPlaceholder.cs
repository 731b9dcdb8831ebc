namespace FaeRealtime.Core.Checkpoints;

/// <summary>An object of an unknown class in a checkpoint, which stands there by name and arguments alone. Free of control characters.</summary>
/// <param name="Name">Its way from the root, divided by dots, such as <c>args</c>; empty for the root.</param>
/// <param name="Class">Module and class or function, such as <c>argparse.Namespace</c>.</param>
/// <param name="Text">The same with its first plain arguments, such as <c>argparse.Namespace(model='SiT-XL/2')</c>.</param>
public sealed record CheckpointPlaceholder(string Name, string Class, string Text);
