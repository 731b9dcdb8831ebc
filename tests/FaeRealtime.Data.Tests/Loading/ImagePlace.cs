using FaeRealtime.Data.Sources;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Data.Tests.Loading;

/// <summary>A folder for pictures, which goes with the test.</summary>
internal sealed class ImagePlace : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("fae-pictures-").FullName;

    public string Path(string file) => System.IO.Path.Combine(Root, file);

    /// <summary>Writes a picture whose colours depend on the index; the extension says how.</summary>
    public ImageEntry Write(string file, int index, int width = 24, int height = 24)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(file))!);
        using var image = Make(index, width, height);
        if (file.EndsWith(".png", StringComparison.Ordinal))
        {
            image.SaveAsPng(Path(file));
        }
        else
        {
            image.SaveAsJpeg(Path(file));
        }

        return ImageFiles.Entry(Root, file, $"picture {index}", index % 3);
    }

    /// <summary>Writes a Windows bitmap.</summary>
    public void WriteBmp(string file, int index)
    {
        using var image = Make(index, 24, 24);
        image.SaveAsBmp(Path(file));
    }

    /// <summary>Pictures <c>000.png</c>, <c>001.png</c>, …</summary>
    public ImageEntry[] WriteMany(int count) => [.. Enumerable.Range(0, count).Select(i => Write($"{i:d3}.png", i))];

    public void WriteText(string file, string text) => File.WriteAllText(Path(file), text);

    /// <summary>A picture as the bytes of a JPEG file.</summary>
    public static byte[] Jpeg(int index, int width = 24, int height = 24)
    {
        using var image = Make(index, width, height);
        using var memory = new MemoryStream();
        image.SaveAsJpeg(memory);
        return memory.ToArray();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static Image<Rgb24> Make(int index, int width, int height)
    {
        var pixels = new Rgb24[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = new Rgb24((byte)((i * 7) + (index * 53)), (byte)((i / width * 11) + (index * 97)), (byte)(index * 151));
        }

        return Image.LoadPixelData<Rgb24>(pixels, width, height);
    }
}
