using System.Runtime.InteropServices;

namespace SixLabors.ImageSharp.Codecs;

/// <summary><c>fae_picture_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PictureInfo
{
    internal int Width;
    internal int Height;
    internal int Bands;
    internal int Frames;
    internal int Loop;
}
