using System.Diagnostics;
using System.Runtime.InteropServices;
using FaeRealtime.Core;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The one place where SIGINT and SIGTERM end the program: the command is asked to stop; a moment after SIGTERM, or after a second Ctrl+C, the process ends wherever it stands.</summary>
/// <remarks>
/// The first Ctrl+C leaves a command the time to end what it is about, such as the shorter video that it keeps. A read of a device that does not answer, a native call, a callback that waits: none of them can keep the process. What must not be cut off (training steps and their save) holds it, and files are written
/// under temporary names, so what ends in the middle leaves the earlier ones. A signal that was ignored when the process began (nohup, a shell's background) stays ignored.
/// </remarks>
internal sealed partial class Termination : IDisposable
{
    /// <summary>From SIGTERM to the end: with what the system needs to take back gigabytes below two seconds.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.8);

    /// <summary>For what holds, and after Ctrl+C: long enough to end a step and write a state.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _asked;
    private int _holds;
    private long _releasedAt;
    private long _urgentAt;

    private Termination()
    {
    }

    /// <summary>Listens from here on.</summary>
    public static Termination Start()
    {
        using var parts = new PartsInMaking();
        var termination = parts.Add(new Termination());
        termination._registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, termination.Signalled));
        termination._registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, termination.Signalled));
        return parts.Finish(termination);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Keeps the process from being ended until the result is disposed.</summary>
    public IDisposable Hold()
    {
        Interlocked.Increment(ref _holds);
        return new Held(this);
    }

    /// <summary>Stops listening. A process that was asked to end still does.</summary>
    public void Dispose()
    {
        if (Volatile.Read(ref _asked) == 0)
        {
            _registrations.ForEach(one => one.Dispose());
            _stop.Dispose();
        }
    }

    private void Signalled(PosixSignalContext context)
    {
        context.Cancel = true;
        var isFirst = Interlocked.Exchange(ref _asked, 1) == 0;
        if (!isFirst || context.Signal == PosixSignal.SIGTERM)
        {
            Interlocked.CompareExchange(ref _urgentAt, Stopwatch.GetTimestamp(), 0);
        }

        if (isFirst)
        {
            new Thread(Watch) { IsBackground = true, Name = "termination" }.Start();
            _stop.Cancel();
        }
    }

    private void Watch()
    {
        for (var asked = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(asked) < Longest && !IsOver(); Thread.Sleep(Glance))
        {
        }

        // Standard error may be what does not answer.
        var message = new Thread(static () => Console.Error.WriteLine("fae: cancelled")) { IsBackground = true };
        message.Start();
        message.Join(Glance);
        Exit(ExitCode.Cancelled);
    }

    private bool IsOver()
    {
        var (urgent, released) = (Volatile.Read(ref _urgentAt), Volatile.Read(ref _releasedAt));
        return urgent != 0 && Volatile.Read(ref _holds) == 0 && Stopwatch.GetElapsedTime(Math.Max(urgent, released)) >= Moment;
    }

    // Without destructors and handlers, which could wait for the thread that hangs.
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int status);

    private sealed class Held(Termination owner) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Volatile.Write(ref owner._releasedAt, Stopwatch.GetTimestamp());
                Interlocked.Decrement(ref owner._holds);
            }
        }
    }
}
