namespace FaeRealtime.Graphics.Textures;

/// <summary>How pixels in host memory reach a texture.</summary>
public enum UploadPath
{
    /// <summary>Direct on a software renderer, pixel buffers on a GPU.</summary>
    Automatic,

    /// <summary><c>glTexSubImage2D</c> straight from host memory: the fastest way on llvmpipe.</summary>
    Direct,

    /// <summary>Three pixel unpack buffers in turn, so that a GPU copies one frame while the next is written.</summary>
    PixelBuffers,
}
