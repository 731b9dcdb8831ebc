using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Training.Export;

/// <summary>What a run's <c>log.jsonl</c> tells: a curve for every stage and name. Steps that a resumed run went through again count once, as the last time.</summary>
internal sealed class RunHistory
{
    private const string HeldOutPrefix = "heldOut.";

    private readonly Dictionary<(string Stage, string Name), List<(int Step, double Value)>> _curves = [];

    private RunHistory()
    {
    }

    /// <summary>Reads a log; an absent one is empty.</summary>
    /// <exception cref="ConfigException">A line other than a last, half-written one is damaged.</exception>
    public static RunHistory Read(string path)
    {
        var history = new RunHistory();
        var lines = File.Exists(path) ? InputFile.ReadLines(path).ToArray() : [];
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                history.Add(lines[i]);
            }
            catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                if (i < lines.Length - 1)
                {
                    throw new ConfigException($"{path}, line {i + 1} is no line of a training log: {failure.Message} Remove the line.", failure);
                }
            }
        }

        return history;
    }

    /// <summary>A curve in order of steps; empty where the log has none.</summary>
    /// <param name="stage">The stage's name in the log, such as <c>ia</c>.</param>
    /// <param name="name">A loss, or <c>heldOut.</c> and a validated number.</param>
    public IReadOnlyList<(int Step, double Value)> Points(string stage, string name) =>
        _curves.TryGetValue((stage, name), out var points) ? points : [];

    /// <summary>The names and last values of a stage's numbers on held-out images.</summary>
    public IReadOnlyList<(string Name, double Value)> LastHeldOut(string stage) =>
        [.. _curves.Where(curve => curve.Key.Stage == stage && curve.Key.Name.StartsWith(HeldOutPrefix, StringComparison.Ordinal))
            .Select(curve => (curve.Key.Name[HeldOutPrefix.Length..], curve.Value[^1].Value))];

    private void Add(string line)
    {
        using var document = JsonDocument.Parse(line);
        var stage = document.RootElement.GetProperty("stage").GetString() ?? string.Empty;
        var step = document.RootElement.GetProperty("step").GetInt32();
        foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number && member.Name != "step"))
        {
            Add((stage, member.Name), step, member.Value.GetDouble());
        }
    }

    private void Add((string Stage, string Name) key, int step, double value)
    {
        if (!_curves.TryGetValue(key, out var points))
        {
            _curves[key] = points = [];
        }

        while (points.Count > 0 && points[^1].Step >= step)
        {
            points.RemoveAt(points.Count - 1);
        }

        points.Add((step, value));
    }
}
