using System.Text;
using System.Text.Json;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs;

/// <summary>Appends lines to <c>log.jsonl</c>. Two processes may write to one file: a line is appended under an exclusive open.</summary>
internal sealed class RunLog(string path, TimeProvider clock)
{
    private const int Attempts = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public void Step(StageKind stage, int step, double learningRate, double imagesPerSecond, IReadOnlyList<(string Name, double Value)> losses) =>
        Append(stage, step, [("learningRate", learningRate), ("imagesPerSecond", Math.Round(imagesPerSecond, 2)), .. losses]);

    public void Validation(StageKind stage, int step, IReadOnlyList<(string Name, double Value)> values) =>
        Append(stage, step, values.Select(value => ($"heldOut.{value.Name}", value.Value)));

    private void Append(StageKind stage, int step, IEnumerable<(string Name, double Value)> values)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("time", clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("stage", RunFolder.Name(stage));
            json.WriteNumber("step", step);
            foreach (var (name, value) in values)
            {
                json.WriteNumber(name, value);
            }

            json.WriteEndObject();
        }

        memory.Write(Encoding.UTF8.GetBytes("\n"));
        AppendLine(memory.ToArray());
    }

    private void AppendLine(byte[] line)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
                file.Write(line);
                return;
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
