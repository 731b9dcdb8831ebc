using System.Diagnostics.CodeAnalysis;
using FaeRealtime.Engines;
using FaeRealtime.Core.Images;
using FaeRealtime.Graphics.Textures;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;
using Silk.NET.OpenGL;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>Checks that what is on the screen is what the engine painted: the same as through host memory, every frame whole, and the frame it is said to be.</summary>
/// <param name="stage">Of the pictures' own size. Borrowed.</param>
internal sealed class ImageCheck(OffscreenStage stage)
{
    private const int Frames = 12;
    private const int Numbered = 2000;
    private const double FrameSeconds = 0.11;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs both checks.</summary>
    /// <param name="engine">Opens the engine.</param>
    /// <param name="counter">Opens one that paints numbers on the same device.</param>
    /// <param name="parameters">What to paint.</param>
    /// <param name="cancellationToken">Checked at every frame.</param>
    /// <exception cref="Core.Errors.FaeException">The model or GL failed.</exception>
    public BenchCheck Run(Func<IFrameEngine> engine, Func<IFrameEngine> counter, SessionParameters parameters, CancellationToken cancellationToken)
    {
        var (usual, path) = Record(engine, null, parameters, cancellationToken);
        var (host, _) = Record(engine, new HostPath(), parameters, cancellationToken);
        var difference = usual.Zip(host, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Max();
        return new BenchCheck
        {
            Sharing = path == SharingPath.Device ? "device" : "host",
            Images = usual.Count,
            LargestDifference = difference,
            Numbered = Numbered,
            Misnumbered = Count(counter, parameters, cancellationToken),
        };
    }

    private (List<byte[]> Images, SharingPath Path) Record(Func<IFrameEngine> engine, IDeviceSharing? sharing, SessionParameters parameters, CancellationToken cancellationToken)
    {
        var options = new SessionOptions { OpenEngine = engine, Pacing = PacingMode.Exact, Parameters = parameters };
        using var session = LatentSession.Create(sharing is null ? options : options with { Sharing = sharing });
        session.WaitForEngine(Patience);
        stage.Attach(session);
        List<byte[]> images = [];
        for (var i = 0; i < Frames; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (session.Update(FrameSeconds))
            {
                stage.Present(session, TimeProvider.System);
                images.Add(stage.Read());
            }
        }

        return (images, session.Sharing.Path);
    }

    // As fast as frames can be painted, so that the next is always under way while one is copied and drawn.
    private int Count(Func<IFrameEngine> counter, SessionParameters parameters, CancellationToken cancellationToken)
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = counter, Parameters = new BenchCase(1).Of(parameters) });
        session.WaitForEngine(Patience);
        stage.Attach(session);
        var wrong = 0;
        for (var i = 0; i < Numbered;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (stage.PresentNext(session, TimeProvider.System) && session.TryGetFrame(out var frame))
            {
                wrong += CounterEngine.Shows(stage.Read(), frame.Index) ? 0 : 1;
                i++;
            }
        }

        return wrong;
    }
}

/// <summary>Shares nothing: what the shared texture is compared with.</summary>
internal sealed class HostPath : IDeviceSharing
{
    public bool TryOpen(GL gl, SharedTexture texture, PictureDevice device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason)
    {
        (opened, reason) = (null, "it was switched off");
        return false;
    }
}
