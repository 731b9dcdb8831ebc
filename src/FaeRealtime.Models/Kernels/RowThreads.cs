using static TorchSharp.torch;

namespace FaeRealtime.Models.Kernels;

/// <summary>Shares rows among as many threads as libtorch may use. What a row becomes never depends on how many there are.</summary>
internal static class RowThreads
{
    /// <summary>Fewer numbers than these are not worth waking a thread for.</summary>
    private const long SmallWork = 32 * 1024;

    private const int PartsPerThread = 4;

    /// <summary>Works on neighbouring rows.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">The one after the last.</param>
    public delegate void Range(int first, int end);

    /// <summary>Runs the work over all rows; returns when it is done.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="numbers">How many numbers they have in all.</param>
    /// <param name="work">Called with several ranges, which together are all rows.</param>
    public static void Over(int rows, long numbers, Range work)
    {
        var threads = numbers < SmallWork ? 1 : Math.Min(get_num_threads(), rows);
        if (threads <= 1)
        {
            work(0, rows);
            return;
        }

        // Several parts a thread: the threads that are awake first take more of them.
        var parts = Math.Min(PartsPerThread * threads, rows);
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part => work((int)((long)rows * part / parts), (int)((long)rows * (part + 1) / parts)));
    }
}
