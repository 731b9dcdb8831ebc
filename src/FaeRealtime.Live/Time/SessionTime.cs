namespace FaeRealtime.Live.Time;

/// <summary>A session's own time: it runs with the frames, by the clock in live pacing and frame by frame in exact pacing. Written on the generator thread, read by any.</summary>
public sealed class SessionTime
{
    private double _seconds;
    private double _beats;
    private double _position;
    private long _turns;

    /// <summary>Since the start, in seconds.</summary>
    public double Seconds => Volatile.Read(ref _seconds);

    /// <summary>Beats since the start, at the tempo that they had when they passed.</summary>
    public double Beats => Volatile.Read(ref _beats);

    /// <summary>Where on its path the last frame lay, in keys of length 1; a closed timeline comes back to 0, every other path goes on.</summary>
    public double Position
    {
        get => Volatile.Read(ref _position);
        internal set => Volatile.Write(ref _position, value);
    }

    /// <summary>How often a loop, or a timeline that is closed, has passed its start.</summary>
    public long Turns
    {
        get => Volatile.Read(ref _turns);
        internal set => Volatile.Write(ref _turns, value);
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">How much.</param>
    /// <param name="bpm">The tempo.</param>
    internal void Pass(double seconds, double bpm)
    {
        Volatile.Write(ref _seconds, _seconds + seconds);
        Volatile.Write(ref _beats, _beats + (seconds * bpm / 60.0));
    }

    /// <summary>Sets where the session starts.</summary>
    internal void Start(SessionStart start)
    {
        Volatile.Write(ref _seconds, start.Seconds);
        Volatile.Write(ref _beats, start.Beats);
        Position = start.Position;
    }
}

/// <summary>Where a session begins.</summary>
public sealed record SessionStart
{
    /// <summary>Its time in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Its time in beats.</summary>
    public double Beats { get; init; }

    /// <summary>Its place on the path, in keys.</summary>
    public double Position { get; init; }
}
