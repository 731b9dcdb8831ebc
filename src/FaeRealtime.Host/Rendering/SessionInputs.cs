using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Gl;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Inputs;
using FaeRealtime.Remote.Inputs;

namespace FaeRealtime.Host.Rendering;

/// <summary>Everything by which pictures come into a session: the encoder's thread, a camera, what browsers send.</summary>
internal sealed class SessionInputs : IDisposable
{
    private readonly ImageInput _images;
    private readonly VideoInput? _video;

    private SessionInputs(ImageInput images, VideoInput? video) => (_images, _video, Received) = (images, video, new ReceivedImages(images, Decode));

    /// <summary>Receives image files.</summary>
    public ReceivedImages Received { get; }

    /// <summary>An image file's middle at a side S, <c>[S, S, 3]</c>.</summary>
    /// <exception cref="ImageFileException">It is none.</exception>
    public static byte[] Decode(ReadOnlyMemory<byte> file, int side) => PhotoImage.Square(file.Span, side);

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

    private static ILatentEncoder Open(LatentSession session, FrameEngineInfo model, string encoder, Func<string, ModelFolder> folderOf)
    {
        var folder = folderOf(session.Parameters?.Model ?? string.Empty);
        return folder.ShortHash == model.ModelHash
            ? Open(folder, encoder, model)
            : throw new ConfigException($"The folder {folder.Name} holds another model than the one that is shown. Load it again.");
    }

    // Where the frames are made, so that processor and GPU are not both busy; what a software renderer makes is the processor's work anyway, and slower.
    private static ILatentEncoder Open(ModelFolder folder, string encoder, FrameEngineInfo model)
    {
        if (model.Kind != EngineKind.Gl || Renderers.IsSoftware(model.Renderer))
        {
            return CpuLatents.Open(folder, encoder);
        }

        try
        {
            return GlImageEncoder.Open(folder, encoder);
        }
        catch (GraphicsException failure)
        {
            Log($"The image encoder runs on the CPU: {failure.Message}");
            return CpuLatents.Open(folder, encoder);
        }
    }

    private static void Log(string line) => Console.Error.WriteLine($"fae: {line}");
}
