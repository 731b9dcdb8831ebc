// Most tests start the program and wait for it: half of that is a start that takes one core.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace FaeRealtime.Host.Tests;

/// <summary>Tests of times, signals, several processes or this process's own window: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "alone";
}
