using System.Runtime.InteropServices;
using System.Text;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>The exports of <c>src/native/images</c>. Statuses are those of <c>fae_native.h</c>; 0 is success.</summary>
internal static unsafe partial class NativeImages
{
    internal const string Library = "fae_images";

    static NativeImages() => NativeLibrary.SetDllImportResolver(typeof(NativeImages).Assembly, NativeLocation.Resolve);

    /// <summary>The message of this thread's last failure.</summary>
    internal static string LastError()
    {
        Span<byte> message = stackalloc byte[1024];
        fixed (byte* buffer = message)
        {
            int length = fae_last_error(buffer, message.Length);
            return Encoding.UTF8.GetString(message[..Math.Min(length, message.Length)]);
        }
    }

    [LibraryImport(Library)]
    internal static partial int fae_picture_open(CodecFormat format, byte* data, long size, out PictureHandle picture, out PictureInfo info);

    [LibraryImport(Library)]
    internal static partial int fae_picture_delays(PictureHandle picture, int* delays, int count);

    [LibraryImport(Library)]
    internal static partial int fae_picture_read(PictureHandle picture, int bands, byte* destination, long capacity);

    [LibraryImport(Library)]
    internal static partial void fae_picture_free(nint picture);

    [LibraryImport(Library)]
    internal static partial int fae_picture_encode(
        CodecFormat format, byte* pixels, int width, int height, int bands, int frames, int* delays, in NativeEncoderOptions options, out EncodedHandle file);

    [LibraryImport(Library)]
    internal static partial void fae_encoded_view(EncodedHandle file, out byte* data, out long size);

    [LibraryImport(Library)]
    internal static partial void fae_encoded_free(nint file);

    [LibraryImport(Library)]
    private static partial int fae_last_error(byte* buffer, int capacity);
}
