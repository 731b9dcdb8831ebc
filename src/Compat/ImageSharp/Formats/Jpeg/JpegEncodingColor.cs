namespace SixLabors.ImageSharp.Formats.Jpeg;

public enum JpegEncodingColor : byte
{
    YCbCrRatio420 = 0,
    YCbCrRatio444 = 1,
    YCbCrRatio422 = 2,
    YCbCrRatio411 = 3,
    Luminance = 5,
}
