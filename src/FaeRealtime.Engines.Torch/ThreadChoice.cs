namespace FaeRealtime.Engines.Torch;

/// <summary>Finds the thread count that suits a machine as it is loaded now.</summary>
internal static class ThreadChoice
{
    private const int Runs = 3;

    // A count that starts so much slower is not tried again: on a busy machine each further run would cost seconds.
    private const double Hopeless = 2.0;

    /// <summary>Times the work with one, half and all cores.</summary>
    /// <param name="cores">At least 1.</param>
    /// <param name="clock">For measurement.</param>
    /// <param name="run">Does the work with a thread count.</param>
    /// <returns>The fastest count.</returns>
    public static int Fastest(int cores, TimeProvider clock, Action<int> run)
    {
        var (best, bestTime) = (1, TimeSpan.MaxValue);
        foreach (var threads in new[] { 1, cores / 2, cores }.Where(count => count >= 1).Distinct())
        {
            var time = Time(threads, clock, run, bestTime == TimeSpan.MaxValue ? bestTime : bestTime * Hopeless);
            if (time < bestTime)
            {
                (best, bestTime) = (threads, time);
            }
        }

        return best;
    }

    // The first run pays for lazily built kernels and threads; it only decides whether to go on.
    private static TimeSpan Time(int threads, TimeProvider clock, Action<int> run, TimeSpan hopeless)
    {
        var least = TimeSpan.MaxValue;
        for (var i = 0; i <= Runs; i++)
        {
            var started = clock.GetTimestamp();
            run(threads);
            var time = clock.GetElapsedTime(started);
            if (time > hopeless && i > 0)
            {
                return TimeSpan.MaxValue;
            }

            least = i == 0 || time > least ? least : time;
        }

        return least;
    }
}
