using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Text;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The text encoder that reads phrases: the one that is named, or the one that came with the program.</summary>
internal static class TextEncoderFile
{
    /// <summary>Where the one that comes with the program lies.</summary>
    public static readonly string OwnPath = Path.Combine(AppContext.BaseDirectory, MiniLm.OwnFile);

    /// <summary>The encoder, opened when it is needed.</summary>
    /// <param name="path">As given to <c>--text-encoder</c>; null for the program's own.</param>
    /// <returns>Null where none is named and the program came without.</returns>
    /// <exception cref="ConfigException">The named one does not exist.</exception>
    public static Lazy<IPhraseEncoder>? Find(string? path)
    {
        if (path is not null && !Path.Exists(path))
        {
            throw new ConfigException($"--text-encoder '{path}' does not exist. Give a folder with model.onnx and vocab.txt of sentence-transformers/{MiniLm.EncoderName}.");
        }

        path ??= File.Exists(OwnPath) ? OwnPath : null;
        return path is null ? null : new Lazy<IPhraseEncoder>(() => Open(path));
    }

    // A method of its own: a run that needs no unknown phrase loads neither ONNX Runtime nor a tokenizer.
    private static MiniLm Open(string path) => MiniLm.Open(path);
}
