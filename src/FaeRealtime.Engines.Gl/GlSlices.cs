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
/// <para>Wait for nothing of the session on the thread that draws: the engine comes forward by its <c>Update</c> only. Where a frame must be whole (exact pacing), <c>Update</c> runs slices until it is.</para>
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
    private ExceptionDispatchInfo? _failure;
    private bool _isRunning;
    private bool _isLost;
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
    /// <exception cref="GraphicsException">No context is current.</exception>
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
            (_place, _isLost, _work) = (place, true, null);
            _meter.Forget();
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public bool IsHere => _place.IsCurrent;

    /// <summary>An engine opens: what was made before, perhaps in another context, is no more.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _isLost = false;
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
    public void Run(IGlWork work)
    {
        ArgumentNullException.ThrowIfNull(work);

        // Engines of two models take turns.
        lock (_turn)
        {
            lock (_gate)
            {
                ThrowIfEnded();
                (_work, _failure) = (work, null);
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
                ThrowIfEnded();
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

    /// <summary>Does nothing to the context: the application owns it.</summary>
    public void Dispose()
    {
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
            _work = ReferenceEquals(_work, finished) ? null : _work;
            if (finished is not null || _abandoned)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void ThrowIfEnded()
    {
        if (_isLost)
        {
            throw new GraphicsException("The OpenGL context that the engine computed in was replaced by another. Reload the session.");
        }


        if (_abandoned)
        {
            throw new OperationCanceledException("The session that the OpenGL context was lent to has ended; another session needs slices of its own.");
        }
    }

    private sealed record Place(GL Gl, nint Handle, string Renderer, ComputeState State)
    {
        public bool IsCurrent => Handle == 0 || CurrentContext.Handle == Handle;

        public static Place Of(GL gl)
        {
            ArgumentNullException.ThrowIfNull(gl);
            var renderer = gl.GetStringS(StringName.Renderer) ?? throw new GraphicsException("OpenGL names no renderer: no context is current on this thread. Call on the thread that draws, while its context is current.");
            return new Place(gl, CurrentContext.Handle, renderer, new ComputeState(gl));
        }
    }
}
