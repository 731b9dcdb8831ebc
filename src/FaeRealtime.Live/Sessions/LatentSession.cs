using System.Runtime.ExceptionServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Generation;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Time;
using Silk.NET.OpenGL;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime;

/// <summary>A living picture for an application with a GL context: a generator thread, its latest frame, a texture.</summary>
/// <remarks>
/// <para>The generator thread owns every tensor and latent, the GL thread every GL object; between them lies one slot where the latest frame wins.
/// <see cref="Update"/> never waits in live pacing and allocates nothing.</para>
/// <para><see cref="Dispose"/> and <see cref="Detach"/> are legal in any order, from any thread, twice, and after the context is lost or its window disposed. After <see cref="Dispose"/> only they
/// and <see cref="State"/>, which is then <see cref="SessionState.Closed"/>, are legal: every other member throws <see cref="ObjectDisposedException"/>; streams of frames just end.</para>
/// </remarks>
public sealed partial class LatentSession : IDisposable, IAsyncDisposable
{
    private readonly SessionOptions _options;
    private readonly SessionMeasures _measures;
    private readonly FrameMailbox _mailbox = new();
    private readonly SharedSessionState _shared;
    private readonly GeneratorThread _generator;
    private readonly Lock _rendering = new();
    private readonly SessionControl _control;

    // Kept, because a lambda made at each call would be garbage at each frame.
    private readonly Func<bool> _frameOrEnd;
    private readonly SessionTexture _texture;
    private bool _hasFrame;
    private long _turns;
    private volatile bool _closed;

    private LatentSession(SessionOptions options)
    {
        _options = options;
        _measures = new SessionMeasures(options.Clock);
        _texture = new SessionTexture(options.Sharing);
        _shared = new SharedSessionState(options.Parameters, options.Pacing, options.Clock);
        _shared.StateChanged += () => StateChanged?.Invoke(this, EventArgs.Empty);
        _control = new SessionControl(this, options.Presets, options.Clock);
        _generator = new GeneratorThread(options, _shared, _mailbox, _measures, ForgetImages);
        _frameOrEnd = () => _mailbox.HasFresh || State is SessionState.Failed or SessionState.Closed;
    }

    /// <summary>Raised after <see cref="State"/> changed, on the thread that changed it, mostly the generator's: a handler must not wait, nor throw. Changes that follow each other at once may be told as one.</summary>
    public event EventHandler? StateChanged;

    /// <summary>Raised by <see cref="Update"/> on the GL thread when <see cref="ColorTexture"/> became another texture: the first frame, or another size after a reload.</summary>
    public event EventHandler? TextureChanged;

    /// <summary>Raised by <see cref="Update"/> when the picture is the first one after a loop, or a timeline that is closed, passed its start. A handler must not wait: the picture does.</summary>
    public event EventHandler? LoopPassed;

    /// <summary>The one way to change something: parameters, actions, presets, recordings. Legal from any thread.</summary>
    public SessionControl Control => Open._control;

    /// <summary>Where latents come in from outside: a camera's, a film's, another program's. Legal from any thread.</summary>
    public LatentInput Input => Open._options.Input;

    /// <summary>Where the session stands.</summary>
    public SessionState State => _shared.State;

    /// <summary>Why <see cref="State"/> is <see cref="SessionState.Failed"/>, or why a model that was requested cannot follow the running one, until another change ten seconds later; else null.</summary>
    public Exception? Failure => Open._shared.Failure;

    /// <summary>The model that is being opened beside the running one; null for none.</summary>
    public string? OpeningModel => Open._shared.Opening;

    /// <summary>The session's own time.</summary>
    public SessionTime Time => Open._generator.Time;

    /// <summary>The model and device; null until the engine is open.</summary>
    public FrameEngineInfo? Info => Open._shared.Info;

    /// <summary>The model that the session was created with, whichever runs; null until it was opened.</summary>
    internal FrameEngineInfo? OwnInfo => Open._shared.OwnInfo;

    /// <summary>The parameters that act; null until the engine is open where the options gave none.</summary>
    public SessionParameters? Parameters => Open._shared.Parameters;

    /// <summary>The picture's GL name, RGBA8, row 0 on top; 0 before the first frame and without a context.</summary>
    public uint ColorTexture => Open._texture.Name;

    /// <summary>How frames reach the texture, and why so.</summary>
    public SharingStatus Sharing => Open._texture.Sharing;

    /// <summary>
    /// The pixels of the current frame, RGBA <c>[H, W, 4]</c>, top row first, for a caller without GL. Valid until the next <see cref="Update"/>; empty before the first frame, and while
    /// frames stay on a device (<see cref="Sharing"/>).
    /// </summary>
    public ReadOnlySpan<byte> Pixels => Open._hasFrame ? _mailbox.Pixels : [];

    /// <summary>
    /// The clean latent <c>[C, h, w]</c> of the current frame in the generator's normalised space, which with the model's decoders makes the picture again unless there are <see cref="Features"/>.
    /// Valid until the next <see cref="Update"/>; empty before the first frame.
    /// </summary>
    public ReadOnlySpan<float> Latent => Open._hasFrame ? _mailbox.Latent : [];

    /// <summary>
    /// The features <c>[T, D]</c> of the current frame, standardised, which with the model's pixel decoder make the picture again: in space <see cref="SourceSpace.Feature"/> and in fades from or to it,
    /// where <see cref="Latent"/> is what space <see cref="SourceSpace.Latent"/> would show. Empty elsewhere. Valid until the next <see cref="Update"/>.
    /// </summary>
    public ReadOnlySpan<float> Features => Open._hasFrame ? _mailbox.Features : [];

    // Itself, for all that is of no use once it is closed.
    private LatentSession Open
    {
        get
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return this;
        }
    }

    /// <summary>Starts a session; the engine opens in the background, so that a window can show something at once. <see cref="OpenAsync"/> waits for it.</summary>
    /// <param name="options">Engine with its model, parameters, pacing, clock.</param>
    /// <returns>The session; the caller disposes.</returns>
    /// <exception cref="ConfigException">A parameter is out of range.</exception>
    /// <exception cref="ArgumentException">The engine's options name no model, or one of the options is null that cannot be.</exception>
    public static LatentSession Create(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.RefuseNull();
        if (options.OpenEngine is null && !options.Engine.HasFolder)
        {
            throw new ArgumentException("The options name no model. Give their Engine a folder, set OpenEngine, or call OpenAsync with the folder.", nameof(options));
        }

        options.Parameters?.Validate(int.MaxValue);
        var session = new LatentSession(options);
        session._generator.Start();
        return session;
    }

    /// <summary>Changes parameters from the next frame on, without undo and recordings: <see cref="Control"/> is for everybody else. Legal from any thread, also while the model is opening.</summary>
    /// <param name="parameters">The whole record, usually <c>Parameters with { … }</c>.</param>
    /// <exception cref="ConfigException">A value is out of range; nothing is changed.</exception>
    internal void Apply(SessionParameters parameters)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ArgumentNullException.ThrowIfNull(parameters);

        // Another model's classes are known when it is open; it refuses what does not fit.
        var info = _shared.InfoOf(parameters.Model);
        if (info is null)
        {
            parameters.Validate(int.MaxValue);
        }
        else
        {
            parameters.Validate(info);
        }

        if (parameters.Model.Length > 0 && _options.Models is null)
        {
            throw new ConfigException($"model is '{parameters.Model}', but this session has one model only. Leave it empty.");
        }

        _generator.Apply(parameters);
    }

    /// <summary>Closes the engine and opens it again: the way out of a failure. The last good frame stays until the next one.</summary>
    public void Reload() => Open._shared.Reload();

    /// <summary>Lends a GL context, current on the calling thread from now on whenever <see cref="Update"/> is called.</summary>
    /// <param name="gl">Borrowed.</param>
    public void Attach(GL gl)
    {
        ArgumentNullException.ThrowIfNull(gl);
        lock (_rendering)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _texture.Attach(gl);
        }
    }

    /// <summary>Gives the context back. The texture is deleted at once on the GL thread, else at the context's next draw.</summary>
    public void Detach()
    {
        lock (_rendering)
        {
            _texture.Release();
            Decide();
        }
    }

    /// <summary>Takes the latest frame into the texture.</summary>
    /// <param name="seconds">Exact pacing: how far ahead the next frame lies. Live pacing follows the clock and ignores it.</param>
    /// <returns>Whether the picture is a new one.</returns>
    /// <exception cref="FaeException">Exact pacing only: the engine failed.</exception>
    /// <exception cref="GraphicsException">The attached context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public bool Update(double seconds = 0.0)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return TryUpdate(seconds);
    }

    // False also where the session is closed, before or meanwhile.
    private bool TryUpdate(double seconds)
    {
        lock (_rendering)
        {
            Decide();
        }

        if (_options.Pacing == PacingMode.Live)
        {
            _options.Work?.DoSlice();
        }
        else if (!_shared.MakeFrame(seconds, _options.Work) && _shared.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        bool shown, renewed;
        lock (_rendering)
        {
            shown = Take(out renewed);
        }

        if (shown && _mailbox.Info.Turns is var turns && turns != _turns)
        {
            _turns = turns;
            LoopPassed?.Invoke(this, EventArgs.Empty);
        }

        // Outside of the lock, because a handler may close the session.
        if (renewed)
        {
            TextureChanged?.Invoke(this, EventArgs.Empty);
        }

        return shown;
    }

    /// <summary>The frame that the texture shows.</summary>
    /// <param name="frame">Its data.</param>
    /// <returns>False before the first frame.</returns>
    public bool TryGetFrame(out FrameInfo frame)
    {
        frame = Open._hasFrame ? _mailbox.Info : default;
        return _hasFrame;
    }

    /// <summary>Stops the generator thread, which frees every tensor, and gives the texture back.</summary>
    public void Dispose()
    {
        _generator.Stop();
        Close();
    }

    private void Close()
    {
        lock (_rendering)
        {
            _closed = true;
            _texture.Dispose();
        }
    }

    private bool Take(out bool renewed)
    {
        renewed = false;
        if (_closed || !_mailbox.HasFresh)
        {
            return false;
        }

        // The picture shown so far goes back to the generator thread, which may paint over it at once.
        var started = _options.Clock.GetTimestamp();
        _texture.Wait();
        _mailbox.TryTake();
        if (!_texture.Show(_mailbox, out renewed))
        {
            return false;
        }

        _hasFrame = true;
        if (_texture.Name != 0)
        {
            _measures.Upload.Add(_options.Clock.GetElapsedTime(started).TotalMilliseconds);
        }

        return true;
    }

    private void Decide()
    {
        if (!_closed && _shared.Info is { } engine)
        {
            _texture.Decide(engine);
            _shared.DecodeOnDevice(_texture.Shared);
        }
    }

    // On the generator thread: once the engine is gone, nothing may name its memory.
    private void ForgetImages()
    {
        lock (_rendering)
        {
            _texture.Wait();
            _mailbox.ForgetImages();
        }
    }
}
