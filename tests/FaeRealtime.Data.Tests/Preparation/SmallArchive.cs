using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Data.Tests.Preparation;

/// <summary>An archive with the layout of npm's emoji-datasource-google and a handful of pictures.</summary>
internal static class SmallArchive
{
    public const string List = """
        [
          { "name": "GRINNING FACE", "short_name": "grinning", "image": "1f600.png", "category": "Smileys & Emotion", "sort_order": 1 },
          { "name": "WINKING FACE", "short_name": "wink", "image": "1f609.png", "category": "Smileys & Emotion", "sort_order": 2 },
          { "name": null, "short_name": "flag_at", "image": "1f1e6.png", "category": "Flags", "sort_order": 3 },
          { "name": "DOG FACE", "short_name": "dog", "image": "1f436.png", "category": "Animals & Nature", "sort_order": 4 },
          { "name": "NO PICTURE", "short_name": "none", "image": "2049.png", "category": "Symbols", "sort_order": 5 },
          { "name": "EMOJI MODIFIER", "short_name": "skin-tone-2", "image": "1f3fb.png", "category": "Component", "sort_order": 6 }
        ]
        """;

    public static readonly string[] Pictures = ["1f600.png", "1f609.png", "1f1e6.png", "1f436.png", "1f3fb.png"];

    public static void Write(string path, string? list = List, int side = 64)
    {
        using var file = File.Create(path);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        Add(tar, "package/package.json", "{}"u8.ToArray());
        if (list is not null)
        {
            Add(tar, "package/emoji.json", Encoding.UTF8.GetBytes(list));
        }

        foreach (var image in Pictures)
        {
            Add(tar, $"package/img/google/64/{image}", Png(side));
        }
    }

    // Left half opaque red, right half black at alpha 51 of 255: on white 255 − 51 = 204.
    private static byte[] Png(int side)
    {
        using var image = new Image<Rgba32>(side, side);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                image[x, y] = x < side / 2 ? new Rgba32(255, 0, 0, 255) : new Rgba32(0, 0, 0, 51);
            }
        }

        using var memory = new MemoryStream();
        image.SaveAsPng(memory);
        return memory.ToArray();
    }

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
