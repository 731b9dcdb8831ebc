using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Generation;

namespace FaeRealtime;

/// <content>For programs that await: stills beside the live picture, frames as a stream.</content>
public sealed partial class LatentSession
{
    // A wait is ended by a frame, a failure, the end or the caller; this only bounds one turn of it.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Opens a model and starts a session with it.</summary>
    /// <param name="folder">The model folder, such as <c>content/default</c>.</param>
    /// <param name="options">Engine, parameters, pacing; null for the CPU engine and what the model recommends.</param>
    /// <param name="cancellationToken">Gives the opening up; the session is closed first.</param>
    /// <returns>The session, which runs; the caller disposes.</returns>
    /// <exception cref="FaeException">There is no such model, one of its files is damaged, the device is absent, or a parameter is out of range.</exception>
    /// <exception cref="ArgumentException">The options open an engine of the caller's own, which has its model already, or one that computes in slices of the context that draws; use <see cref="Create"/>.</exception>
    public static async Task<LatentSession> OpenAsync(string folder, SessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new SessionOptions();
        options.RefuseNull();
        if (options.OpenEngine is not null)
        {
            throw new ArgumentException("OpenEngine opens an engine that has its model already. Leave it out, or call Create.", nameof(options));
        }

        if (options.Work is not null)
        {
            throw new ArgumentException("This engine opens in slices of the context that draws, which Update runs: call Create, then Update until the session runs.", nameof(options));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var session = Create(options with { Engine = options.Engine.For(ModelFolder.Open(folder)) });
        try
        {
            await session.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The same as <see cref="Dispose"/>, without holding the calling thread while the generator thread ends.</summary>
    /// <returns>Completed when every tensor is freed.</returns>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(_generator.Stop).ConfigureAwait(false);
        Close();
    }

    /// <summary>Waits until the model is open.</summary>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The model and device.</returns>
    /// <exception cref="FaeException">The engine failed to open.</exception>
    /// <exception cref="ObjectDisposedException">The session is closed.</exception>
    public async Task<FrameEngineInfo> WaitUntilReadyAsync(CancellationToken cancellationToken = default)
    {
        await WaitAsync(() => State != SessionState.Loading, cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(State == SessionState.Closed, this);
        if (State == SessionState.Failed && _shared.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return _shared.Info!;
    }

    /// <summary>Makes one picture with the session's engine, between its frames: the live picture goes on, and nothing of the session changes.</summary>
    /// <param name="request">Seeds, classes, sampling.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each step of the sampler; on the generator thread, so <see cref="Progress{T}"/> is the right one.</param>
    /// <param name="cancellationToken">Gives the still up at once.</param>
    /// <returns>The still. While the model is opening, the task waits for it.</returns>
    /// <exception cref="FaeException">The request does not fit the model, the model has no sound generator, or the session has failed.</exception>
    /// <exception cref="ObjectDisposedException">The session is closed, now or before the still is made.</exception>
    public async Task<Still> GenerateAsync(StillRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var still = new StillWork(request, progress);
        using var cancellation = cancellationToken.UnsafeRegister(static (work, token) => ((StillWork)work!).Cancel(token), still);
        Open._shared.Ask(still);
        return await still.Result.ConfigureAwait(false);
    }

    /// <summary>Makes frames in exact pacing, one for each turn of the loop: the same session gives the same frames, however fast they are read.</summary>
    /// <param name="fps">Frames a second of the session's time, above 0; the first frame lies where the session is.</param>
    /// <param name="cancellationToken">Checked before each frame.</param>
    /// <returns>Frames with pixels of their own, without end until the session is disposed. One reader at a time, and no attached context: the frames are taken by <see cref="Update"/> on the thread pool.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a number above 0.</exception>
    /// <exception cref="InvalidOperationException">The session follows the clock, or has a GL context.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed already.</exception>
    /// <exception cref="FaeException">Out of the stream: the engine failed.</exception>
    public IAsyncEnumerable<Frame> ReadFramesAsync(double fps, CancellationToken cancellationToken = default)
    {
        if (!double.IsFinite(fps) || fps <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(fps), fps, "Frames a second are a number above 0.");
        }

        Open.Require(PacingMode.Exact);
        return MakeFrames(1.0 / fps, cancellationToken);
    }

    /// <summary>Reads frames in live pacing: each turn of the loop waits for a frame that it has not seen and takes the latest; those between are dropped and counted.</summary>
    /// <param name="cancellationToken">Ends a wait at once.</param>
    /// <returns>Frames with pixels of their own, until the session is disposed; while nothing moves there are none. One reader at a time, and no attached context: see <see cref="ReadFramesAsync(double, CancellationToken)"/>.</returns>
    /// <exception cref="InvalidOperationException">The session is paced by the caller, or has a GL context.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed already.</exception>
    /// <exception cref="FaeException">Out of the stream: the engine failed. After <see cref="Reload"/> a new stream goes on.</exception>
    public IAsyncEnumerable<Frame> ReadFramesAsync(CancellationToken cancellationToken = default)
    {
        Open.Require(PacingMode.Live);
        return FollowFrames(cancellationToken);
    }

    private async IAsyncEnumerable<Frame> MakeFrames(double step, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await WaitAsync(() => State != SessionState.Loading, cancellationToken).ConfigureAwait(false);
        while (await Task.Run(() => NextFrame(_hasFrame ? step : 0.0), cancellationToken).ConfigureAwait(false) is { } frame)
        {
            yield return frame;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async IAsyncEnumerable<Frame> FollowFrames([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitAsync(_frameOrEnd, cancellationToken).ConfigureAwait(false);
            if (NextFrame(0.0) is { } frame)
            {
                yield return frame;
            }
            else if (State == SessionState.Failed)
            {
                ExceptionDispatchInfo.Throw(_shared.Failure!);
            }
            else if (State == SessionState.Closed)
            {
                yield break;
            }
        }
    }

    private Frame? NextFrame(double seconds)
    {
        Require(_options.Pacing);
        return TryUpdate(seconds) ? new Frame(_mailbox.Info, _mailbox.Pixels.ToArray()) : null;
    }

    private async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!condition())
        {
            using var wake = cancellationToken.UnsafeRegister(static shared => ((SharedSessionState)shared!).Announce(), _shared);
            await Task.Run(
                () =>
                {
                    while (!_shared.WaitUntil(() => condition() || cancellationToken.IsCancellationRequested, LongestWait, work: null))
                    {
                    }
                },
                CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Require(PacingMode pacing)
    {
        if (_options.Pacing != pacing)
        {
            throw new InvalidOperationException(pacing == PacingMode.Exact
                ? "The session follows the clock. Read its frames without a rate, or create it with PacingMode.Exact."
                : "The session is paced by its caller. Give a rate to read its frames, or create it with PacingMode.Live.");
        }

        if (_texture.IsAttached || _options.Work is not null)
        {
            throw new InvalidOperationException("The session draws into a GL context, whose thread must call Update itself. Detach it to read frames as a stream.");
        }
    }
}
