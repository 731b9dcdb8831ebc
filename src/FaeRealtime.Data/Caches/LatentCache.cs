namespace FaeRealtime.Data.Caches;

/// <summary>Posteriors on disk, made once for each encoder, data set and precision: a run that starts again finds them, one that was killed continues with them.</summary>
internal static class LatentCache
{
    // flock's answer on Linux and the sharing violation on Windows.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Opens the posteriors of a set, after computing what is missing. Another process that computes them already is waited for.</summary>
    /// <param name="folder">The cache folder; made if absent.</param>
    /// <param name="set">Which images, such as <c>train</c>: earlier files of the set are deleted once a new one is whole.</param>
    /// <param name="layout">What the file must hold.</param>
    /// <param name="unit">Views that are computed together.</param>
    /// <param name="compute">Appends every view from the writer's count on.</param>
    /// <param name="clock">For the pauses between flushes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The caller disposes.</returns>
    /// <exception cref="IOException">The folder is full or read-only.</exception>
    public static LatentFile Open(
        string folder, string set, LatentLayout layout, int unit, Action<LatentWriter> compute, TimeProvider clock, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"latents-{set}-{layout.Key[..16]}.bin");
        for (; ; )
        {
            if (LatentFile.TryOpen(path, layout) is { } whole)
            {
                return whole;
            }

            try
            {
                Compute(path, layout, unit, compute, clock);
                DeleteOthers(folder, set, path);
            }
            catch (IOException busy) when (busy.HResult is WouldBlock or SharingViolation)
            {
                cancellationToken.WaitHandle.WaitOne(Patience);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static void Compute(string path, LatentLayout layout, int unit, Action<LatentWriter> compute, TimeProvider clock)
    {
        using var writer = LatentWriter.Open(path, layout, unit, clock);
        compute(writer);
        writer.Finish();
    }

    private static void DeleteOthers(string folder, string set, string path)
    {
        foreach (var other in Directory.EnumerateFiles(folder, $"latents-{set}-*").Where(file => file != path))
        {
            File.Delete(other);
        }
    }
}
