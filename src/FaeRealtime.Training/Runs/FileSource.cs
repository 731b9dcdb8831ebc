using System.Security.Cryptography;

namespace FaeRealtime.Training.Runs;

/// <summary>A file that a run used: its name without folders, and what it held.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hex.</param>
public sealed record FileSource(string File, string Sha256)
{
    internal static FileSource Of(string path)
    {
        using var stream = System.IO.File.OpenRead(path);
        return new FileSource(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
