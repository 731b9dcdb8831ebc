namespace FaeRealtime.Compat.TorchSharp.Tests;

/// <summary>Tests of process-wide state (live tensor counts, the default generator) run after all others and one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = "Alone";
}
