// The counter of live tensors, the seed and the default dtype belong to the process: tests that read them must not overlap.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
