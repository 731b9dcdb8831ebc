// Each test serves a session, which takes every core: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
