using System.Security.Cryptography;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>Whether a weights file is the one that a model was trained with.</summary>
internal static class FileIdentity
{
    /// <summary>Refuses a missing file or, where a hash is known, another one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">Its SHA-256 in hex, or null for any.</param>
    /// <param name="what">What it holds, for the message.</param>
    /// <exception cref="CheckpointException">Missing, unreadable or different.</exception>
    public static void Require(string path, string? sha256, string what)
    {
        if (!File.Exists(path))
        {
            throw new CheckpointException($"The weights of {what} are not at '{path}'. Give an existing safetensors file.");
        }

        if (sha256 is null)
        {
            return;
        }

        var found = Hash(path, what);
        if (!string.Equals(found, sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new CheckpointException($"'{path}' is not the weights file that the model was trained with ({what}): its SHA-256 is {found}, the config has {sha256}. Give that file.");
        }
    }

    /// <summary>A file's SHA-256, lower-case hex.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it holds, for the message.</param>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public static string Hash(string path, string what)
    {
        try
        {
            using var stream = InputFile.Open(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The weights of {what} at '{path}' cannot be read: {failure.Message}", failure);
        }
    }
}
