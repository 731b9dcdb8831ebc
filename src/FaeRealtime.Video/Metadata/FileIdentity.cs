using System.Security.Cryptography;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Video.Metadata;

/// <summary>How metadata name a file that took part: not by its place, but by what it holds.</summary>
public static class FileIdentity
{
    /// <summary>The file's name and the hash of its content.</summary>
    /// <exception cref="ImageFileException">The file cannot be read.</exception>
    public static string Of(string path)
    {
        try
        {
            using var stream = InputFile.Open(path);
            return $"{Path.GetFileName(path)} sha256:{Convert.ToHexStringLower(SHA256.HashData(stream))}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
