namespace SixLabors.ImageSharp.Formats.Png;

public enum PngFilterMethod
{
    None = 0,
    Sub = 1,
    Up = 2,
    Average = 3,
    Paeth = 4,
    Adaptive = 5,
}
