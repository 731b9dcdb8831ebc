using System.Globalization;
using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Folders;

/// <summary>Latents of real pictures, kept with a model so that it can show and interpolate them without data or encoder.</summary>
/// <param name="Count">Number of pictures N.</param>
/// <param name="Channels">Latent channels C.</param>
/// <param name="Side">Rows h = columns w.</param>
/// <param name="Latents">Posterior means z, not normalised, <c>[N, C, h, w]</c> row-major.</param>
/// <param name="Labels">Class indices <c>[N]</c>.</param>
/// <param name="Names">A name per picture, N.</param>
public sealed record SampleLatents(int Count, int Channels, int Side, float[] Latents, int[] Labels, IReadOnlyList<string> Names)
{
    private const string LatentsKey = "latents";
    private const string LabelsKey = "labels";
    private const string NamesKey = "names";

    /// <summary>Reads a model's samples.</summary>
    /// <param name="folder">The model.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, or not of this model's latent shape.</exception>
    public static SampleLatents Load(ModelFolder folder)
    {
        using var reader = SafetensorsReader.Open(folder.SamplesPath);
        var latent = folder.Config.Latent;
        var shape = reader.Entry(LatentsKey).Shape;
        if (shape.Count != 4 || shape[1] != latent.Channels || shape[2] != latent.Side || shape[3] != latent.Side)
        {
            throw Misfit(reader, $"'{LatentsKey}' is [{string.Join(", ", shape)}], the model needs [N, {latent.Channels}, {latent.Side}, {latent.Side}]");
        }

        var labels = reader.ReadInt64(LabelsKey);
        if (labels.Length != shape[0] || labels.Any(label => label < 0 || label >= folder.Classes.Count))
        {
            throw Misfit(reader, $"'{LabelsKey}' must hold {shape[0]} classes from 0 to {folder.Classes.Count - 1}");
        }

        var names = ReadNames(reader);
        return names.Length == labels.Length
            ? new SampleLatents(labels.Length, latent.Channels, latent.Side, reader.ReadSingle(LatentsKey), [.. labels.Select(label => (int)label)], names)
            : throw Misfit(reader, $"it names {names.Length} pictures and holds {labels.Length}");
    }

    /// <summary>Writes the samples, latents as float16.</summary>
    /// <param name="path">The file, for instance <see cref="ModelFolder.SamplesPath"/>.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    /// <exception cref="ShapeException">Counts do not agree.</exception>
    public void Save(string path)
    {
        if (Labels.Length != Count || Names.Count != Count)
        {
            throw new ShapeException($"{Count} sample latents came with {Labels.Length} labels and {Names.Count} names.");
        }

        var names = JsonSerializer.Serialize([.. Names], FaeJsonContext.Default.StringArray);
        SafetensorsWriter.Write(
            path,
            [
                SafetensorsTensor.FromSingle(LatentsKey, [Count, Channels, Side, Side], Latents, TensorDtype.F16),
                SafetensorsTensor.FromInt64(LabelsKey, [Count], [.. Labels.Select(label => (long)label)]),
            ],
            new Dictionary<string, string> { [NamesKey] = names });
    }

    /// <summary>One picture's latent.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    /// <returns>A view <c>[C, h, w]</c>.</returns>
    public ReadOnlySpan<float> Latent(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var size = Channels * Side * Side;
        return Latents.AsSpan(index * size, size);
    }

    private static string[] ReadNames(SafetensorsReader reader)
    {
        try
        {
            return reader.Metadata.TryGetValue(NamesKey, out var json)
                ? JsonSerializer.Deserialize(json, FaeJsonContext.Default.StringArray) ?? []
                : [];
        }
        catch (JsonException failure)
        {
            throw Misfit(reader, $"its metadata '{NamesKey}' is no JSON array of strings", failure);
        }
    }

    private static CheckpointException Misfit(SafetensorsReader reader, FormattableString what, Exception? cause = null) =>
        new($"Checkpoint {reader.Path} does not fit: {what.ToString(CultureInfo.InvariantCulture)}. Use the samples saved with this model.", cause);
}
