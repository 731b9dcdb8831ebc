using System.Globalization;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Folders;

/// <summary>A model's semantic directions: what its pictures can be pushed along, each by a name and a weight.</summary>
/// <remarks><see cref="ModelFolder.DirectionsFile"/> says what they are and may be edited: names, order, ranges. <see cref="ModelFolder.DirectionVectorsFile"/> holds their vectors.</remarks>
public sealed class ModelDirections
{
    /// <summary>Most directions of a model.</summary>
    public const int Most = 256;

    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 64;

    private readonly Dictionary<string, int> _places;
    private readonly float[][] _vectors;

    /// <summary>Takes directions and vectors over.</summary>
    /// <param name="all">The directions, of different names.</param>
    /// <param name="vectors">A vector each: <c>[W]</c> of a phrase direction, <c>[T · D]</c> of a feature direction.</param>
    /// <exception cref="ShapeException">Counts do not agree, or a name stands twice.</exception>
    public ModelDirections(IReadOnlyList<Direction> all, float[][] vectors)
    {
        (All, _vectors, _places) = (all, vectors, new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (place, direction) in all.Index())
        {
            _places[direction.Name] = place;
        }

        if (_places.Count != all.Count || vectors.Length != all.Count)
        {
            throw new ShapeException($"{all.Count} directions, {_places.Count} of them of different names, came with {vectors.Length} vectors; give one each, and no name twice.");
        }
    }

    /// <summary>The directions in the order in which they are shown.</summary>
    public IReadOnlyList<Direction> All { get; }

    /// <summary>Reads a model's directions.</summary>
    /// <param name="folder">The model.</param>
    /// <returns>Null for a model that has none.</returns>
    /// <exception cref="ConfigException">The list is no such JSON, or names, ranges or kinds do not fit.</exception>
    /// <exception cref="CheckpointException">Vectors are missing, of another width, or hold no numbers.</exception>
    public static ModelDirections? Of(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(folder.DirectionsPath))
        {
            return null;
        }

        var all = StrictJson.Read<DirectionList>(folder.DirectionsPath).Directions;
        if (Problems(all, folder.Config.Generator is { Text: not null, TokenCount: 0 }) is { Count: > 0 } problems)
        {
            throw StrictJson.Problems(folder.DirectionsPath, problems);
        }

        if (all.Count == 0)
        {
            return null;
        }

        using var reader = SafetensorsReader.Open(folder.DirectionVectorsPath);
        return new ModelDirections(all, [.. all.Select(direction => Read(reader, direction, Length(folder.Config, direction.Kind)))]);
    }

    /// <summary>Values of a direction's vector.</summary>
    /// <param name="config">The model.</param>
    /// <param name="kind">What the direction is added to.</param>
    public static int Length(ModelConfig config, DirectionKind kind) => kind == DirectionKind.Phrase
        ? config.Generator.Text?.Width ?? 0
        : config.Latent.Side * config.Latent.Side * config.Encoder.FeatureWidth;

    /// <summary>Writes both files: the vectors as float16 first, so that no list ever names vectors that are not there.</summary>
    /// <param name="folder">The model.</param>
    /// <exception cref="ConfigException">Names or ranges do not fit, or a file cannot be written; neither is left half written.</exception>
    /// <exception cref="CheckpointException">The vectors cannot be written.</exception>
    public void Save(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Problems(All, folder.Config.Generator is { Text: not null, TokenCount: 0 }) is { Count: > 0 } problems)
        {
            throw StrictJson.Problems(folder.DirectionsPath, problems);
        }

        SafetensorsWriter.Write(folder.DirectionVectorsPath, [.. All.Select((direction, i) => SafetensorsTensor.FromSingle(direction.Vector, [_vectors[i].Length], _vectors[i], TensorDtype.F16))]);
        StrictJson.Write(folder.DirectionsPath, new DirectionList { Directions = All }, FaeJsonContext.Default.DirectionList);
    }

    /// <summary>Where a direction stands, or −1.</summary>
    /// <param name="name">Letter by letter.</param>
    public int PlaceOf(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>A direction's vector at weight 1.</summary>
    /// <param name="place">0 … <see cref="All"/> − 1.</param>
    /// <returns><c>[W]</c> of a phrase direction, <c>[T · D]</c> of a feature direction.</returns>
    public ReadOnlySpan<float> Vector(int place) => _vectors[place];

    private static float[] Read(SafetensorsReader reader, Direction direction, int length)
    {
        if (!reader.Entries.TryGetValue(direction.Vector, out var entry))
        {
            throw Misfit(reader, $"it has no '{Shortened.Text(direction.Vector)}', the vector of direction '{direction.Name}'");
        }

        if (entry.Count != length)
        {
            throw Misfit(reader, $"'{Shortened.Text(direction.Vector)}', the vector of direction '{direction.Name}', is [{string.Join(", ", entry.Shape)}], the model needs [{length}]");
        }

        var vector = reader.ReadSingle(direction.Vector);
        return Array.FindIndex(vector, number => !float.IsFinite(number)) is >= 0 and var at
            ? throw Misfit(reader, $"the vector of direction '{direction.Name}' holds {vector[at]}")
            : vector;
    }

    private static List<string> Problems(IReadOnlyList<Direction> all, bool knowsWords)
    {
        List<string> problems = all.Count <= Most ? [] : [$"directions has {all.Count} entries; give at most {Most}."];
        foreach (var (place, one) in all.Take(Most).Index())
        {
            var (at, name) = ($"directions[{place}]", Shortened.Text(one.Name));
            if (!IsName(one.Name))
            {
                problems.Add($"{at}/name is '{name}'; give 1 to {LongestName} characters in lower case, words divided by one space, without , : / _.");
            }

            if (all.Take(place).Any(other => other.Name == one.Name))
            {
                problems.Add($"{at}/name is '{name}', as is another's; give each its own.");
            }

            if (!(double.IsFinite(one.Minimum) && double.IsFinite(one.Maximum) && one.Minimum <= 0 && one.Maximum >= 0 && one.Minimum < one.Maximum))
            {
                problems.Add(FormattableString.Invariant($"{at} goes from {one.Minimum} to {one.Maximum}; give a range about 0."));
            }

            if (one.Kind == DirectionKind.Phrase && !knowsWords)
            {
                problems.Add($"{at} is '{name}', a difference of phrases, and this model's generator knows no words (no generator.text); take it out.");
            }
        }

        return problems;
    }

    // As a person's text is brought to: what differs could never be asked for, and , : / _ mean something there or in an address.
    private static bool IsName(string name) => name.Length is > 0 and <= LongestName
        && name == string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        && !name.Any(letter => ",:/_".Contains(letter, StringComparison.Ordinal) || char.IsControl(letter) || char.IsUpper(letter));

    private static CheckpointException Misfit(SafetensorsReader reader, FormattableString what) =>
        new($"Checkpoint {reader.Path} does not fit: {what.ToString(CultureInfo.InvariantCulture)}. Use the directions made for this model.");
}
