using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Attributes;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval attributes</c>: whether samples show what the words say.</summary>
internal static class AttributesCommand
{
    private const int FewestTrain = 10;

    public static Command Create()
    {
        var common = new EvalOptions();
        var samplers = new Option<string>("--samplers") { Description = "How to sample, such as teacher:50@1.5,few-step:2: kind, steps, guidance (default: the model's).", DefaultValueFactory = _ => "teacher:50" };
        var attributes = new Option<string?>("--attributes") { Description = "Attributes of the data's metadata.jsonl to read, such as hairColour,glasses; 'class' is the class. Default: all that can be." };
        var targets = new Option<string?>("--targets") { Description = "Shares that generated pictures shall reach, such as style:0.98,glasses:0.85." };
        var absent = new Option<string>("--absent") { Description = "The value that says that there is nothing; a class whose training pictures have no other is left out.", DefaultValueFactory = _ => "none" };
        var count = new Option<int>("--count") { Description = "Held-out pictures that are read, and generated again from their captions.", DefaultValueFactory = _ => 1000 };
        var train = new Option<int>("--train-count") { Description = "Training pictures that the probes learn from. 6000 need 1.5 GB with 24,576 numbers a picture.", DefaultValueFactory = _ => 6000 };
        var reason = new Option<string?>("--held-out-by") { Description = "Only pictures that the data holds out for this reason, such as combination." };
        var withoutClass = new Option<bool>("--no-class") { Description = "Tell the generator the words only." };
        var blocks = new Option<string?>("--blocks") { Description = "Blocks of the ViT whose tokens the probes look at, such as 1,6,12. Default: the model's." };
        var seed = new Option<ulong>("--seed") { Description = "The first sample's seed; the others count up.", DefaultValueFactory = _ => 0 };
        var samples = new Option<string?>("--write-samples") { Description = "A folder where samples are stored as ADM's .npz and found again." };
        var text = new Option<string?>("--text-encoder") { Description = "The text encoder for phrases that did not come with the model: a folder with model.onnx and vocab.txt of MiniLM, or one that is called as its encoder is (flan-t5-xl). Default: the model's in the content folder's text-encoders, or the one that came with the program." };
        var markdown = new Option<string?>("--markdown") { Description = "A file that the table is appended to, as markdown." };
        var command = new Command("attributes", "Read from samples, by linear probes on the frozen ViT, what their captions asked for: style, colours, glasses …")
        {
            samplers, attributes, targets, absent, count, train, reason, withoutClass, blocks, seed, samples, text, markdown,
        };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            if (parsed.GetValue(count) < 1 || parsed.GetValue(train) < FewestTrain)
            {
                throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--count must be 1 or more, --train-count {FewestTrain} or more."));
            }

            var place = parsed.GetValue(markdown) is { } file ? OutputPlace.File(file) : null;
            var evaluation = common.Read(parsed);
            var options = new AttributeOptions(evaluation, SamplerChoice.ParseList(parsed.GetValue(samplers)!))
            {
                Attributes = Names(parsed.GetValue(attributes)),
                Targets = Shares(parsed.GetValue(targets)),
                Absent = parsed.GetValue(absent)!,
                Count = parsed.GetValue(count),
                Train = parsed.GetValue(train),
                HeldOutBy = parsed.GetValue(reason),
                WithoutClass = parsed.GetValue(withoutClass),
                Blocks = parsed.GetValue(blocks) is { } list ? [.. Names(list).Select(Block)] : null,
                Seed = parsed.GetValue(seed),
                SamplesPath = parsed.GetValue(samples),
                PhraseEncoder = TextEncoderFile.Find(parsed.GetValue(text), evaluation.Model.Config.Generator.Text),
            };
            return common.Show(parsed, progress => Keep(AttributeEvaluation.Run(options, progress, TimeProvider.System, cancellationToken), place), EvaluationJsonContext.Default.AttributeReport, AttributeTables.Print);
        }));
        return command;
    }

    private static AttributeReport Keep(AttributeReport report, string? place)
    {
        if (place is not null)
        {
            File.AppendAllText(place, AttributeTables.Markdown(report));
        }

        return report;
    }

    private static string[] Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static int Block(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var block)
        ? block
        : throw new ConfigException($"--blocks has '{text}'; give numbers from 1, such as 1,6,12.");

    private static Dictionary<string, double> Shares(string? list)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in Names(list))
        {
            var parts = entry.Split(':');
            shares[parts[0]] = parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
                ? share
                : throw new ConfigException($"--targets has '{entry}'; give an attribute with a share from 0 to 1, such as glasses:0.85.");
        }

        return shares;
    }
}
