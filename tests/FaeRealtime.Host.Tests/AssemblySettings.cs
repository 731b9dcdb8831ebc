// Each test starts the program, which takes every core: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
