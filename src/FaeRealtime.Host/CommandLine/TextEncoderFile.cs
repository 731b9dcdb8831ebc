using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Content;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Text;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The text encoder that reads phrases: the one that is named, the model's in the content folder, or the one that came with the program.</summary>
internal static class TextEncoderFile
{
    /// <summary>Where the one that comes with the program lies.</summary>
    public static readonly string OwnPath = Path.Combine(AppContext.BaseDirectory, MiniLm.OwnFile);

    private const string ContentPlace = "text-encoders";

    /// <summary>The encoder, opened when it is needed.</summary>
    /// <param name="path">As given to <c>--text-encoder</c>: a folder that is called as its encoder is, else MiniLM's; null for that of the model.</param>
    /// <param name="text">The words of the model; null where it has none or is not known yet.</param>
    /// <returns>Null where none is named and the program came without.</returns>
    /// <exception cref="ConfigException">The named one does not exist.</exception>
    public static Lazy<IPhraseEncoder>? Find(string? path, TextConditionConfig? text = null) =>
        path is not null ? Named(path)
        : text is not null && text.Encoder != MiniLm.EncoderName ? OfModel(text.Encoder)
        : File.Exists(OwnPath) ? new Lazy<IPhraseEncoder>(OpenOwn) : null;

    // Methods of their own: a run that needs no unknown phrase loads neither the room of texts nor ONNX Runtime, libtorch or a tokenizer.
    private static Lazy<IPhraseEncoder> Named(string path)
    {
        var name = Known(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))) ?? Known(MiniLm.EncoderName)!;
        return Path.Exists(path)
            ? new Lazy<IPhraseEncoder>(() => Open(name, path))
            : throw new ConfigException($"--text-encoder '{path}' does not exist. Give a folder with {string.Join(" and ", name.Files)} of {name.Source}.");
    }

    private static Lazy<IPhraseEncoder>? OfModel(string encoder) =>
        Known(encoder) is { } known ? new Lazy<IPhraseEncoder>(() => Open(known, Path.Combine(ContentFolder.Place, ContentPlace, known.Name))) : null;

    private static KnownTextConditioner? Known(string name) => TextConditioners.All.FirstOrDefault(known => known.Name == name);

    private static IPhraseEncoder OpenOwn() => Open(Known(MiniLm.EncoderName)!, OwnPath);

    private static IPhraseEncoder Open(KnownTextConditioner known, string path) => known.Name == MiniLm.EncoderName ? MiniLm.Open(path) : OpenOther(known, path);

    private static ConditionerPhrases OpenOther(KnownTextConditioner known, string path) => new(TextConditioners.Open(known.Name, path));
}
