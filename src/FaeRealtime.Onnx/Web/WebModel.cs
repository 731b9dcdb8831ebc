using System.Text.Json.Serialization;

namespace FaeRealtime.Onnx.Web;

/// <summary>What the page knows of the model: <c>model.json</c>.</summary>
internal sealed record WebModel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the model folder.</summary>
    public required string Hash { get; init; }

    /// <summary>Side of a picture in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>Channels of a latent.</summary>
    public required int Channels { get; init; }

    /// <summary>Places along its side.</summary>
    public required int Grid { get; init; }

    /// <summary>Whether the generator is the few-step student.</summary>
    public required bool Student { get; init; }

    /// <summary>Steps unless the visitor says otherwise.</summary>
    public required int Steps { get; init; }

    /// <summary>For each number of steps their times, from noise at 1 to data at 0.</summary>
    public required IReadOnlyDictionary<int, IReadOnlyList<double>> Times { get; init; }

    /// <summary>Guidance of each of the generator's own steps.</summary>
    public required IReadOnlyList<double> Scales { get; init; }

    /// <summary>Class names; empty for none.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The graphs' files.</summary>
    public required IReadOnlyDictionary<string, string> Graphs { get; init; }

    /// <summary>Words; null for a model that knows none.</summary>
    public WebWords? Words { get; init; }

    /// <summary>What seeds draw where nothing is asked for.</summary>
    public required IReadOnlyList<WebCaption> Captions { get; init; }
}

/// <summary>A model's words.</summary>
/// <param name="File">The phrases' states.</param>
/// <param name="Tokens">Most tokens of a prompt.</param>
/// <param name="Width">Numbers of a token.</param>
internal sealed record WebWords(string File, int Tokens, int Width);

/// <summary>A caption of the model's samples.</summary>
/// <param name="Text">Phrases with commas between.</param>
/// <param name="Class">Its class.</param>
internal sealed record WebCaption(string Text, int Class);

/// <summary>Writes it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebModel))]
internal sealed partial class WebJsonContext : JsonSerializerContext;
