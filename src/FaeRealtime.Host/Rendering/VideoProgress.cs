using System.Globalization;

namespace FaeRealtime.Host.Rendering;

/// <summary>Shows on stderr how far a video has come: nothing for a short one, then a line every few seconds.</summary>
/// <param name="clock">For the interval and the rate.</param>
/// <param name="output">Where lines go.</param>
internal sealed class VideoProgress(TimeProvider clock, TextWriter output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly long _started = clock.GetTimestamp();
    private long _last = clock.GetTimestamp();

    /// <summary>Since the start.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    /// <summary>A frame is done.</summary>
    public void Show(int done, int frames)
    {
        if (clock.GetElapsedTime(_last) >= Interval)
        {
            _last = clock.GetTimestamp();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {frames} frames, {done / Elapsed.TotalSeconds:0.0} a second"));
        }
    }

    /// <summary>Says something once.</summary>
    public void Tell(string sentence) => output.WriteLine(sentence);
}
