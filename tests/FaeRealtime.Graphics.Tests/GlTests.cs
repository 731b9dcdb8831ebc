namespace FaeRealtime.Graphics.Tests;

/// <summary>Tests that hold GL objects run one after the other: the live-object counter is the process's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlTests
{
    public const string Name = "GL";
}
