namespace FaeRealtime.Host.Commands.Images;

/// <summary>How long each part of the work has taken.</summary>
/// <param name="clock">For measurement.</param>
internal sealed class PartTimes(TimeProvider clock)
{
    public TimeSpan Load { get; private set; }

    public TimeSpan Generate { get; private set; }

    public TimeSpan Decode { get; private set; }

    public TimeSpan Write { get; private set; }

    public T Loading<T>(Func<T> work) => Time(work, time => Load += time);

    public T Generating<T>(Func<T> work) => Time(work, time => Generate += time);

    public T Decoding<T>(Func<T> work) => Time(work, time => Decode += time);

    public void Writing(Action work) => Time(
        () =>
        {
            work();
            return 0;
        },
        time => Write += time);

    private T Time<T>(Func<T> work, Action<TimeSpan> add)
    {
        var started = clock.GetTimestamp();
        var result = work();
        add(clock.GetElapsedTime(started));
        return result;
    }
}
