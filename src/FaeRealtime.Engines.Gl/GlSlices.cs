using System.Diagnostics;
using System.Runtime.ExceptionServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.State;
using Silk.NET.OpenGL;

namespace FaeRealtime;

/// <summary>An application's only context, lent to one session's engine in slices: each <c>Update</c> runs kernels for as long as the budget says and puts all state back; the picture is shown when it is whole.</summary>
/// <remarks>
/// <para>For platforms and frameworks where no second context can share with the first (<see cref="GlContexts.ShareCurrent"/> is better where it can: there the application's frame never waits).
/// What a slice takes on the device is measured by timer queries; a slice is at least one kernel, and compiling one is not divided.</para>
/// <para>The engine comes forward by the session's <c>Update</c> only, and by waits on the thread that draws (<c>WaitForEngine</c>, <c>WaitForFrame</c>), which run slices. Where a frame must be whole (exact pacing), <c>Update</c> runs slices until it is.
/// Not put back is what OpenGL does not tell or takes away: a conditional rendering that was begun, a current program that was deleted already, errors that nobody has asked for while the engine opens.</para>
/// </remarks>
public sealed class GlSlices : IGlContext, IUpdateWork
{
    // How long a slice that has time left waits for the generator thread to say what comes next.
    private static readonly long NextWait = Stopwatch.Frequency / 5000;

    private readonly TimeSpan _budget;
    private readonly Lock _turn = new();
    private readonly object _gate = new();
    private readonly SliceMeter _meter = new();
    private Place _place;
    private IGlWork? _work;
    private IGlWork? _finished;
    private ExceptionDispatchInfo? _failure;
    private int _epoch;
    private bool _isRunning;
    private bool _abandoned;

    private GlSlices(Place place, TimeSpan budget) => (_place, _budget) = (place, budget);

    /// <inheritdoc/>
    public GL Gl => _place.Gl;

    /// <inheritdoc/>
    public string Renderer => _place.Renderer;

    /// <summary>The application's context itself.</summary>
    public nint SharesWith => _place.Handle;

    /// <summary>Takes the context that is current on the calling thread, which will call <c>Update</c>.</summary>
    /// <param name="gl">Its entry points, OpenGL 4.3. Borrowed.</param>
    /// <param name="budget">How long the device may compute for each <c>Update</c>; a few milliseconds leave an application at 60 frames a second most of its time.</param>
    /// <returns>It, for one session.</returns>
    /// <exception cref="GraphicsException">No context is current, or one before OpenGL 4.3.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The budget is not positive.</exception>
    public static GlSlices Create(GL gl, TimeSpan budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(budget, TimeSpan.Zero);
        return new GlSlices(Place.Of(gl), budget);
    }

    /// <summary>Takes another context in place of one that is gone. What the engine had in that one went with it: the session fails, and <c>Reload</c> opens the engine anew.</summary>
    /// <param name="gl">Entry points of the context that is current on the calling thread. Borrowed.</param>
    /// <exception cref="GraphicsException">No context is current.</exception>
    public void Attach(GL gl)
    {
        var place = Place.Of(gl);
        lock (_gate)
        {
            (_place, _work) = (place, null);
            _epoch++;
            _meter.Forget();
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public bool IsHere => _place.IsCurrent;

    /// <inheritdoc/>
    public IGlContext Open()
    {
        lock (_gate)
        {
            return new Lease(this, _place, _epoch);
        }
    }

    /// <summary>Not possible: the context belongs to the application's thread.</summary>
    /// <exception cref="GraphicsException">Always.</exception>
    public void EnsureCurrent() => throw new GraphicsException("The OpenGL context is the application's and computes in slices only. Measure kernels with a context of the engine's own.");

    /// <inheritdoc/>
    public void ReleaseCurrent()
    {
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The session ends.</exception>
    public void Run(IGlWork work) => Run(work, _epoch);

    private void Run(IGlWork work, int epoch)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_place.Handle != 0 && IsHere)
        {
            throw new GraphicsException("The OpenGL context computes in slices of this very thread, which would wait for itself. Let a session open the engine.");
        }

        // Engines of two models take turns.
        lock (_turn)
        {
            lock (_gate)
            {
                ThrowIfEnded(epoch);
                (_work, _finished, _failure) = (work, null, null);
                while (ReferenceEquals(_work, work) && !_abandoned)
                {
                    Monitor.Wait(_gate);
                }

                // The other thread may be in the middle of a piece, with memory of this one.
                while (_isRunning)
                {
                    Monitor.Wait(_gate);
                }

                _work = null;
                _failure?.Throw();

                // What was made belongs to somebody, whatever ended meanwhile.
                if (!ReferenceEquals(_finished, work))
                {
                    ThrowIfEnded(epoch);
                }
            }
        }
    }

    /// <summary>Deletes objects when the application's thread comes by.</summary>
    public void Delete(IDisposable objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        objects.Dispose();
    }

    /// <inheritdoc/>
    public bool DoSlice()
    {
        if (Volatile.Read(ref _work) is null && !IsHere)
        {
            return false;
        }

        if (!IsHere)
        {
            throw new GraphicsException("The OpenGL context that the engine computes in is not current on this thread. Call Update on the thread that draws, or give the engine another context.");
        }

        GlDeletionQueue.For(Gl).Drain();
        if (Volatile.Read(ref _work) is null)
        {
            return false;
        }

        using var state = _place.State.Begin();
        _meter.Begin(Gl);
        try
        {
            RunPieces();
        }
        finally
        {
            _meter.End(Gl);
        }

        // Without it a driver may keep the slice until the application's frame ends.
        Gl.Flush();
        return true;
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Deletes what ended sessions left, where the context is current on this thread; call it there after the session's end. The context itself is the application's.</summary>
    public void Dispose()
    {
        if (IsHere)
        {
            _meter.Delete(Gl);
            GlDeletionQueue.For(Gl).Drain();
        }
    }

    private void RunPieces()
    {
        var started = Stopwatch.GetTimestamp();
        IGlWork? begun = null;
        while (Take() is { } work)
        {
            GlPiece piece = default;
            try
            {
                if (!ReferenceEquals(work, begun))
                {
                    work.Begin();
                    begun = work;
                }

                piece = work.Advance(0);
                _meter.Add(piece.Cost);
            }
#pragma warning disable CA1031 // It is thrown again on the thread that gave the work.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
                piece = GlPiece.Last;
            }
            finally
            {
                Give(piece.State == GlPieceState.Last ? work : null);
            }

            // The same object is another work when it comes again.
            begun = piece.State == GlPieceState.Last ? null : begun;
            if (piece.State == GlPieceState.Waits || _meter.Expected >= _budget || Stopwatch.GetElapsedTime(started) >= _budget)
            {
                return;
            }
        }
    }

    // The work that is there, or comes at once.
    private IGlWork? Take()
    {
        var wait = new SpinWait();
        for (var started = Stopwatch.GetTimestamp(); Volatile.Read(ref _work) is null && Stopwatch.GetTimestamp() - started < NextWait;)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        lock (_gate)
        {
            _isRunning = _work is not null && !_abandoned;
            return _isRunning ? _work : null;
        }
    }

    private void Give(IGlWork? finished)
    {
        lock (_gate)
        {
            _isRunning = false;
            if (finished is not null && ReferenceEquals(_work, finished))
            {
                (_work, _finished) = (null, finished);
            }

            if (_work is null || _abandoned)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void ThrowIfEnded(int epoch)
    {
        if (epoch != _epoch)
        {
            throw new GraphicsException("The OpenGL context that the engine computed in was replaced by another. Reload the session.");
        }


        if (_abandoned)
        {
            throw new OperationCanceledException("The session that the OpenGL context was lent to has ended; another session needs slices of its own.");
        }
    }

    /// <summary>The context as one engine has it: another that takes its place ends it.</summary>
    private sealed class Lease(GlSlices slices, Place place, int epoch) : IGlContext
    {
        public GL Gl => place.Gl;

        public string Renderer => place.Renderer;

        public nint SharesWith => place.Handle;

        public void EnsureCurrent() => slices.EnsureCurrent();

        public void ReleaseCurrent()
        {
        }

        public void Run(IGlWork work) => slices.Run(work, epoch);

        public void Delete(IDisposable objects) => slices.Delete(objects);

        public void Dispose()
        {
        }
    }

    private sealed record Place(GL Gl, nint Handle, int Thread, string Renderer, ComputeState State)
    {
        // Of a window system that is not known only the thread can tell.
        public bool IsCurrent => Handle == 0 ? Environment.CurrentManagedThreadId == Thread : CurrentContext.Handle == Handle;

        public static Place Of(GL gl)
        {
            ArgumentNullException.ThrowIfNull(gl);
            var renderer = gl.GetStringS(StringName.Renderer) ?? throw new GraphicsException("OpenGL names no renderer: no context is current on this thread. Call on the thread that draws, while its context is current.");
            var version = (gl.GetInteger(GetPName.MajorVersion), gl.GetInteger(GetPName.MinorVersion));
            return version.CompareTo((4, 3)) >= 0
                ? new Place(gl, CurrentContext.Handle, Environment.CurrentManagedThreadId, renderer, new ComputeState(gl))
                : throw new GraphicsException($"{renderer} runs OpenGL {version.Item1}.{version.Item2} in this context; compute shaders need 4.3. Ask the window for such a context, or take another engine.");
        }
    }
}
