using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Inputs;

namespace FaeRealtime.Remote.Inputs;

/// <summary>Image files that a browser or another program sends into a session.</summary>
/// <param name="input">Receives the pictures. Borrowed.</param>
/// <param name="decode">From a file's content and a side S to RGB <c>[S, S, 3]</c>; throws an <see cref="ImageFileException"/> for what is no image.</param>
public sealed class ReceivedImages(ImageInput input, Func<ReadOnlyMemory<byte>, int, byte[]> decode)
{
    /// <summary>Shows an image.</summary>
    /// <param name="file">PNG, JPEG, WebP or GIF: the file's content.</param>
    /// <exception cref="ConfigException">It is none; or the running model's encoder is not open; the message says why.</exception>
    public void Put(ReadOnlyMemory<byte> file)
    {
        var side = input.Side;
        if (side == 0)
        {
            throw new ConfigException(input.Failure is { } failure ? $"Pictures cannot come in: {failure}" : "Pictures cannot come in yet: the encoder is being opened. Send it again in a moment.");
        }

        try
        {
            input.Put(decode(file, side));
        }
        catch (ImageFileException failure)
        {
            throw new ConfigException($"The picture cannot be read: {failure.Message} Send a PNG, JPEG, WebP or GIF.", failure);
        }
    }

    /// <summary>Takes the input away.</summary>
    public void Clear() => input.Clear();
}
