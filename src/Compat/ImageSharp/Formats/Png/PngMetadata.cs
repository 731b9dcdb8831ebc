using SixLabors.ImageSharp.Formats.Png.Chunks;

namespace SixLabors.ImageSharp.Formats.Png;

public class PngMetadata : IDeepCloneable
{
    /// <summary>The file's text chunks, in order; written back by <see cref="PngEncoder"/>.</summary>
    public IList<PngTextData> TextData { get; set; } = [];

    public IDeepCloneable DeepClone() => new PngMetadata { TextData = [.. TextData] };
}
