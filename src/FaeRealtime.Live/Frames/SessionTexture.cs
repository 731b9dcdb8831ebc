using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Textures;
using FaeRealtime.Core.Images;
using FaeRealtime.Engines;
using Silk.NET.OpenGL;

namespace FaeRealtime.Live.Frames;

/// <summary>A session's texture and the way that frames take into it. The session's lock guards it; what draws is called on the GL thread.</summary>
/// <param name="sharing">The way from device memory.</param>
internal sealed class SessionTexture(IDeviceSharing sharing) : IDisposable
{
    private GL? _gl;
    private SharedTexture? _texture;
    private IDeviceTexture? _device;
    private FrameEngineInfo? _decided;
    private PictureDevice _memory;
    private bool _announced;

    /// <summary>The GL name; 0 before the first frame.</summary>
    public uint Name => _announced ? _texture?.Name ?? 0 : 0;

    /// <summary>Whether there is a context.</summary>
    public bool IsAttached => _gl is not null;

    /// <summary>Which way, and why.</summary>
    public SharingStatus Sharing { get; private set; } = SharingStatus.Detached;

    /// <summary>The engine whose pictures in device memory can be shown; null for none.</summary>
    public FrameEngineInfo? Shared => _device is null ? null : _decided;

    /// <summary>Takes a context.</summary>
    public void Attach(GL gl)
    {
        if (!ReferenceEquals(_gl, gl))
        {
            Release();
            _gl = gl;
        }
    }

    /// <summary>Decides the way for an engine, once.</summary>
    public void Decide(FrameEngineInfo engine)
    {
        if (_gl is null || ReferenceEquals(engine, _decided))
        {
            return;
        }

        if (engine.PictureDevice is not { } device)
        {
            Decided(engine, new(SharingPath.Host, engine.HostReason));
            CloseDevice();
            return;
        }

        // The last picture of another size stays until the first of this size, which comes through host memory.
        var side = engine.ImageSize;
        if (_announced && !Fits(side, side))
        {
            return;
        }

        if (_device is null || _memory != device || !Fits(side, side))
        {
            CloseDevice();
            Renew(_gl, side, side);
            var shares = sharing.TryOpen(_gl, _texture!, device, out _device, out var reason);
            Decided(engine, new(shares ? SharingPath.Device : SharingPath.Host, reason));
            _memory = device;
        }

        _decided = engine;
    }

    /// <summary>Brings the frame last taken into the texture.</summary>
    /// <param name="mailbox">After <see cref="FrameMailbox.TryTake"/>.</param>
    /// <param name="renewed">Whether the texture is another than at the frame before.</param>
    /// <returns>False where the frame cannot be shown: it was painted for a way that is closed by now.</returns>
    public bool Show(FrameMailbox mailbox, out bool renewed)
    {
        renewed = false;
        if (_gl is null)
        {
            return true;
        }

        var frame = mailbox.Info;
        if (mailbox.Image is { } image)
        {
            if (_device is null || !TryCopy(_device, image))
            {
                return false;
            }
        }
        else if (mailbox.Pixels.IsEmpty)
        {
            return false;
        }
        else
        {
            if (!Fits(frame.Width, frame.Height))
            {
                // Another size is another model's, or a view's; either is decided anew once the engine's own size is back.
                CloseDevice();
                Renew(_gl, frame.Width, frame.Height);
                _decided = null;
            }

            _texture!.Upload(mailbox.Pixels);
        }

        (renewed, _announced) = (!_announced, true);
        return true;
    }

    /// <summary>Waits until the picture of the last frame is read, so that the engine may paint over it. Any thread.</summary>
    public void Wait()
    {
        try
        {
            _device?.Wait();
        }
        catch (GraphicsException failure)
        {
            Fall(failure);
        }
    }

    /// <summary>Gives the context back.</summary>
    public void Release()
    {
        CloseDevice();
        _texture?.Dispose();
        (_texture, _gl, _decided, _announced, Sharing) = (null, null, null, false, SharingStatus.Detached);
    }

    /// <inheritdoc cref="Release"/>
    public void Dispose() => Release();

    private bool TryCopy(IDeviceTexture device, in DeviceImage image)
    {
        try
        {
            device.Copy(image);
            return true;
        }
        catch (GraphicsException failure)
        {
            Fall(failure);
            return false;
        }
    }

    // From here on through host memory, where a context that is gone is noticed as well.
    private void Fall(GraphicsException failure)
    {
        CloseDevice();
        Sharing = new(SharingPath.Host, failure.Message.TrimEnd('.'));
    }

    private void Decided(FrameEngineInfo engine, SharingStatus status) => (_decided, Sharing) = (engine, status);

    private bool Fits(int width, int height) => _texture is not null && _texture.Width == width && _texture.Height == height;

    private void Renew(GL gl, int width, int height)
    {
        if (!Fits(width, height))
        {
            _texture?.Dispose();
            _texture = SharedTexture.Create(gl, width, height);
            _announced = false;
        }
    }

    // Always before its texture.
    private void CloseDevice()
    {
        _device?.Dispose();
        _device = null;
    }
}

/// <summary>How frames reach the texture, and why so.</summary>
/// <param name="Path">The way.</param>
/// <param name="Reason">What is shared, or why nothing is; the end of a sentence, without a full stop.</param>
public sealed record SharingStatus(SharingPath Path, string Reason)
{
    internal static SharingStatus Detached { get; } = new(SharingPath.None, "no OpenGL context is attached, or the engine is still opening");
}

/// <summary>How a frame reaches the texture.</summary>
public enum SharingPath
{
    /// <summary>Not decided: no OpenGL context is attached, or the engine is still opening.</summary>
    None,

    /// <summary>Through host memory.</summary>
    Host,

    /// <summary>From the device's memory into the texture; no pixel passes through host memory.</summary>
    Device,
}
