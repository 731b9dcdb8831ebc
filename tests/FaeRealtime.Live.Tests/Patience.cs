namespace FaeRealtime.Live.Tests;

/// <summary>How long a test waits for another thread before it fails.</summary>
internal static class Patience
{
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);
}
