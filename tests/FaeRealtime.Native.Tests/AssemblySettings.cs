// The tests of leaks read the whole process's memory.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
