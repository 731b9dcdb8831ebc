// The counter of live tensors and libtorch's thread count belong to the process: tests that read them must not overlap.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
