namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>The files under <c>Assets</c>, which are built into the assembly: the vocabulary, the styles and the script that node runs.</summary>
internal static class FaceAssets
{
    /// <summary>The vocabulary's name.</summary>
    public const string Vocabulary = "vocabulary.json";

    /// <summary>The script's name.</summary>
    public const string Script = "draw.mjs";

    private const string Prefix = "faces/";

    /// <summary>A style's name.</summary>
    /// <param name="style">The style.</param>
    public static string Style(string style) => $"styles/{style}.json";

    /// <summary>A file's bytes.</summary>
    /// <param name="name">Its path under <c>Assets</c>.</param>
    public static byte[] Read(string name)
    {
        using var stream = typeof(FaceAssets).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The assembly has no resource '{Prefix}{name}'. Add the file under Data/Faces/Assets.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
