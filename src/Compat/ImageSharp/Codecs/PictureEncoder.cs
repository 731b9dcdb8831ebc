using System.Buffers;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>From frames to the bytes of a file.</summary>
internal static unsafe class PictureEncoder
{
    /// <exception cref="ImageFormatException">The codec refuses the picture, for example because it is too large for the format.</exception>
    internal static EncodedHandle EncodeStill(CodecFormat format, ImageFrame frame, PixelLayout layout, in NativeEncoderOptions options) =>
        frame.Layout == layout
            ? Encode(format, frame.Bytes, new Canvas(frame.Size(), layout), delays: [], options)
            : EncodeStack(format, [frame], new Canvas(frame.Size(), layout), delays: [], options);

    /// <inheritdoc cref="EncodeStill"/>
    internal static EncodedHandle EncodeAnimation(
        CodecFormat format, Image image, PixelLayout layout, in NativeEncoderOptions options, Func<ImageFrame, int> milliseconds)
    {
        ImageFrame[] frames = [.. image.Frames];
        return EncodeStack(format, frames, new Canvas(image.Size, layout), Array.ConvertAll(frames, frame => milliseconds(frame)), options);
    }

    private static EncodedHandle EncodeStack(
        CodecFormat format, ImageFrame[] frames, Canvas canvas, ReadOnlySpan<int> delays, in NativeEncoderOptions options)
    {
        int frameLength = checked(canvas.Size.Width * canvas.Size.Height * (int)canvas.Layout);
        int length = checked(frameLength * frames.Length);
        byte[] stack = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (int i = 0; i < frames.Length; i++)
            {
                LayoutConversion.Convert(frames[i].Bytes, frames[i].Layout, stack.AsSpan(i * frameLength, frameLength), canvas.Layout);
            }

            return Encode(format, stack.AsSpan(0, length), canvas, delays, options);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stack);
        }
    }

    private static EncodedHandle Encode(
        CodecFormat format, ReadOnlySpan<byte> pixels, Canvas canvas, ReadOnlySpan<int> delays, in NativeEncoderOptions options)
    {
        int frames = Math.Max(delays.Length, 1);
        fixed (byte* source = pixels)
        fixed (int* times = delays)
        {
            int status = NativeImages.fae_picture_encode(
                format, source, canvas.Size.Width, canvas.Size.Height, (int)canvas.Layout, frames, times, options, out EncodedHandle file);
            return status == 0
                ? file
                : throw new ImageFormatException(
                    $"{KnownFormats.Get(format).Name} of {canvas.Size.Width} x {canvas.Size.Height} pixels cannot be encoded: {NativeImages.LastError()}.");
        }
    }

    private readonly record struct Canvas(Size Size, PixelLayout Layout);
}
