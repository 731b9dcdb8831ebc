using System.Security.Cryptography;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Architectures;

/// <summary>Whether a weights file is the one that a model was trained with.</summary>
public static class WeightIdentity
{
    /// <summary>Refuses a missing file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it holds, for the message.</param>
    /// <exception cref="CheckpointException">It is missing.</exception>
    public static void Require(string path, string what)
    {
        if (!File.Exists(path))
        {
            throw new CheckpointException($"The weights of {what} are not at '{path}'. Give an existing safetensors file.");
        }
    }

    /// <summary>Refuses a missing file of a frozen encoder or, where a hash is known, another one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoder">The encoder that it holds.</param>
    /// <exception cref="CheckpointException">Missing, unreadable or different.</exception>
    public static void Require(string path, VisionEncoderConfig encoder)
    {
        if (!File.Exists(path))
        {
            throw new CheckpointException($"The weights of encoder '{encoder.Name}' are not at '{path}'. Give {ArchitectureCatalogue.OfficialFile(encoder)}.") { Subject = "EncoderPath" };
        }

        if (encoder.Sha256 is not { } wanted)
        {
            return;
        }

        var found = Hash(path, $"encoder '{encoder.Name}'");
        if (!string.Equals(found, wanted, StringComparison.OrdinalIgnoreCase))
        {
            throw new CheckpointException($"'{path}' is not the weights file that the model was trained with (encoder '{encoder.Name}'): its SHA-256 is {found}. Give {ArchitectureCatalogue.OfficialFile(encoder)}.") { Subject = "EncoderPath" };
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
