using System.Text;
using System.Text.Json;
using FaeRealtime.Core.Files;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs;

/// <summary>Appends lines to <c>log.jsonl</c> and the same to TensorBoard. Two processes may write to one file: a line is appended under an exclusive open.</summary>
internal sealed class RunLog(string path, EventFile events, TimeProvider clock)
{
    private const int Attempts = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public void Step(StageKind stage, int step, double learningRate, double imagesPerSecond, IReadOnlyList<(string Name, double Value)> losses) =>
        Numbers(stage, step, [("learningRate", learningRate), ("imagesPerSecond", Math.Round(imagesPerSecond, 2)), .. losses]);

    public void Validation(StageKind stage, int step, IReadOnlyList<(string Name, double Value)> values) =>
        Numbers(stage, step, [.. values.Select(value => ($"heldOut.{value.Name}", value.Value))]);

    /// <summary>A sample grid, for TensorBoard.</summary>
    public void SampleGrid(StageKind stage, int step, string path) => events.Image(stage, step, InputFile.ReadBytes(path, InputFile.ImageLimit));

    /// <summary>Cuts off the half line that a killed process left.</summary>
    public void Repair()
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = Open(FileMode.Open, FileAccess.ReadWrite);
        var length = file.Length;
        while (length > 0)
        {
            file.Position = length - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }

            length--;
        }

        file.SetLength(length);
    }

    /// <summary>After a stage: how many processes trained it, and whether all of them ended with the same bits in their weights.</summary>
    public void Ranks(StageKind stage, int step, int world, bool agree) => Append(stage, step, [("ranks", world), ("ranksAgree", agree ? 1 : 0)]);

    private void Numbers(StageKind stage, int step, IReadOnlyList<(string Name, double Value)> values)
    {
        Append(stage, step, values);
        events.Scalars(stage, step, values);
    }

    private void Append(StageKind stage, int step, IReadOnlyList<(string Name, double Value)> values)
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
        using var file = Open(FileMode.Append, FileAccess.Write);
        file.Write(line);
    }

    private FileStream Open(FileMode mode, FileAccess access)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, mode, access, FileShare.Read);
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
