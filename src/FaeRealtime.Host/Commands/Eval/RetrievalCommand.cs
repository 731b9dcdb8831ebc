using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Understanding;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Text;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval retrieval</c>: captions find pictures, and pictures their captions, by x and by x̂.</summary>
internal static class RetrievalCommand
{
    public static Command Create()
    {
        var common = new EvalOptions();
        var folder = new Option<string>("--text-encoder") { Description = "A folder with the SigLIP text tower that belongs to the model's frozen ViT: model.safetensors and its vocabulary.", Required = true };
        var name = new Option<string?>("--text-encoder-name") { Description = "Which one it is, such as siglip2-giant-opt-patch16-256. Default: the folder's name." };
        var command = new Command("retrieval", "Let captions of held-out pictures find them, and pictures their captions, by SigLIP's embeddings of features x and of restored features x̂ (R@1, R@5, R@10).") { folder, name };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            var place = parsed.GetValue(folder)!;
            var known = TextConditioners.Find(parsed.GetValue(name) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(place)))).Name;
            var options = common.Read(parsed);
            using var texts = TextConditioners.Open(known, place);
            var width = options.Model.Config.Encoder.Width;
            return texts.PooledWidth == width
                ? common.Show(parsed, progress => RetrievalEvaluation.Run(options, text => texts.Encode(text).Pooled, progress, TimeProvider.System, cancellationToken), EvaluationJsonContext.Default.RetrievalReport, Print)
                : throw new ConfigException($"--text-encoder {known} has embeddings of {texts.PooledWidth} numbers, the model's encoder '{options.Model.Config.Encoder.Name}' of {width}. Give the text tower of the same SigLIP.");
        }));
        return command;
    }

    private static void Print(RetrievalReport report, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Model}, {report.Encoder}: {report.Images} held-out pictures with {report.Texts} captions"));
        var table = new TextTable(["features", "text to picture R@1", "R@5", "R@10", "picture to text R@1", "R@5", "R@10"]);
        Add(table, "x", report.Features);
        Add(table, "x̂", report.Restored);
        table.Print(output);
    }

    private static void Add(TextTable table, string features, RetrievalScore score)
    {
        var (image, text) = (score.TextToImage, score.ImageToText);
        table.Add([features, TextTable.Number(image.At1), TextTable.Number(image.At5), TextTable.Number(image.At10), TextTable.Number(text.At1), TextTable.Number(text.At5), TextTable.Number(text.At10)]);
    }
}
