using System.Runtime.InteropServices;

namespace SixLabors.ImageSharp.Codecs;

/// <summary><c>fae_encoder_options</c>; each codec reads its own fields.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeEncoderOptions
{
    internal int Quality;
    internal int Subsampling;
    internal int Compression;
    internal int Filter;
    internal int Lossless;
    internal int Effort;
    internal int Loop;
}
