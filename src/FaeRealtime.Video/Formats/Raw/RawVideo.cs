using FaeRealtime.Core.Files;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Files;

namespace FaeRealtime.Video.Formats.Raw;

/// <summary>RGBA frames one after another: into a file with a description beside it, or into a pipe or device for another program.</summary>
internal sealed class RawVideo : IVideoEncoder
{
    private readonly string _path;
    private readonly VideoSettings _format;
    private readonly PartFile? _file;
    private readonly FileStream _stream;

    private RawVideo(string path, VideoSettings format, PartFile? file, FileStream stream) => (_path, _format, _file, _stream) = (path, format, file, stream);

    /// <summary>Opens the target; waits until a program reads a named pipe.</summary>
    /// <exception cref="OperationCanceledException">No program had come yet.</exception>
    public static RawVideo Open(string path, VideoSettings format, CancellationToken cancellationToken)
    {
        if (FilePlaces.Of(path) is FilePlace.Pipe or FilePlace.Device)
        {
            return new RawVideo(path, format, null, OpenPipe(path, cancellationToken));
        }

        var file = PartFile.Create(path);
        return new RawVideo(path, format, file, file.Stream);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        if (_file is not null)
        {
            _file.Write(rgba);
            return;
        }

        try
        {
            _stream.Write(rgba);
        }
        catch (IOException failure) when (FilePlaces.Of(_path) == FilePlace.Pipe)
        {
            throw new IOException($"the program that read it has gone ({failure.Message.TrimEnd('.')}); start it again first", failure);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (_file is null)
        {
            _stream.Dispose();
            return;
        }

        new RawDescription { Width = _format.Width, Height = _format.Height, Fps = _format.Fps, Metadata = _format.Metadata }.Write(_path);
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _stream.Dispose();
    }

    // Opening a pipe waits for its other end. Opened for reading too it does not, and that ends a wait on another thread.
    private static FileStream OpenPipe(string path, CancellationToken cancellationToken)
    {
        FileStream? otherEnd = null;
        using (cancellationToken.Register(() => otherEnd = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)))
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            if (cancellationToken.IsCancellationRequested)
            {
                stream.Dispose();
            }

            otherEnd?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return stream;
        }
    }
}
