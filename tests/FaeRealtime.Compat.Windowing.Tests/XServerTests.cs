namespace FaeRealtime.Compat.Windowing.Tests;

/// <summary>The tests that share the X server; GLFW is one thread's library, so they run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class XServerTests : ICollectionFixture<XServer>
{
    public const string Name = "X server";
}
