using System.IO.Compression;
using FaeRealtime.Testing;

namespace FaeRealtime.Graphics.Tests.Fonts;

public sealed class FontAtlasTests
{
    // Set to write the atlas anew instead of comparing it: content/fonts/README.md has the command.
    private const string WriteVariable = "FAE_WRITE_FONT_ATLAS";

    private static readonly string Folder = Path.Combine(Repository.Root, "content", "fonts");

    /// <summary>The compressed bytes may differ from one library to another; what they hold may not.</summary>
    [Fact]
    public void Make_FontsOfTheRepository_IsTheCommittedAtlas()
    {
        var (file, made) = (Path.Combine(Folder, "hud.atlas"), FontAtlasMaker.Make(Path.Combine(Folder, "Inter-Regular.otf"), Path.Combine(Folder, "Inter-SemiBold.otf")));
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            using var written = File.Create(file);
            using var deflated = new BrotliStream(written, CompressionLevel.SmallestSize);
            deflated.Write(made);
            return;
        }

        using var inflated = new BrotliStream(File.OpenRead(file), CompressionMode.Decompress);
        using var committed = new MemoryStream();
        inflated.CopyTo(committed);
        Assert.True(made.AsSpan().SequenceEqual(committed.GetBuffer().AsSpan(0, (int)committed.Length)), $"hud.atlas is not what its fonts make: {committed.Length} bytes, not {made.Length}, or others.");
    }

    [Fact]
    public void Folder_Fonts_IsSmallAndHasItsLicence()
    {
        Assert.True(Directory.GetFiles(Folder).Sum(file => new FileInfo(file).Length) < 400_000);
        Assert.Contains("SIL OPEN FONT LICENSE Version 1.1", File.ReadAllText(Path.Combine(Folder, "OFL.txt")), StringComparison.Ordinal);
    }
}
