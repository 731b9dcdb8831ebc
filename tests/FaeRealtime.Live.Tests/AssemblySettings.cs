// The leak counters count the whole process: tests of this assembly run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
