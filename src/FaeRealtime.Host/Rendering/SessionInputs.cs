using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Inputs;
using FaeRealtime.Remote.Inputs;

namespace FaeRealtime.Host.Rendering;

/// <summary>Everything by which pictures come into a session: the encoder's thread, a camera, what browsers send.</summary>
internal sealed class SessionInputs : IDisposable
{
    private readonly ImageInput _images;
    private readonly VideoInput? _video;

    private SessionInputs(ImageInput images, VideoInput? video) => (_images, _video, Received) = (images, video, new ReceivedImages(images, static (file, side) => PhotoImage.Square(file.Span, side)));

    /// <summary>Receives image files.</summary>
    public ReceivedImages Received { get; }

    /// <summary>Starts them.</summary>
    /// <param name="session">Borrowed; outlives this.</param>
    /// <param name="request">What comes in; null for nothing.</param>
    /// <param name="folderOf">The folder of a model by the name that the parameters call it.</param>
    /// <returns>Null for nothing; the caller disposes.</returns>
    /// <exception cref="NativeException">A camera needs ffmpeg, which is not installed.</exception>
    public static SessionInputs? Start(LatentSession session, InputRequest? request, Func<string, ModelFolder> folderOf)
    {
        if (request is null)
        {
            return null;
        }

        var images = ImageInput.Start(session, model => Open(session, model, request.Encoder, folderOf), Log);
        try
        {
            return new SessionInputs(images, request.Video is { } source ? VideoInput.Start(images, source, Log) : null);
        }
        catch (NativeException)
        {
            images.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _video?.Dispose();
        _images.Dispose();
    }

    private static CpuLatents Open(LatentSession session, FrameEngineInfo model, string encoder, Func<string, ModelFolder> folderOf)
    {
        var folder = folderOf(session.Parameters?.Model ?? string.Empty);
        return folder.ShortHash == model.ModelHash
            ? CpuLatents.Open(folder, encoder)
            : throw new ConfigException($"The folder {folder.Name} holds another model than the one that is shown. Load it again.");
    }

    private static void Log(string line) => Console.Error.WriteLine($"fae: {line}");
}
