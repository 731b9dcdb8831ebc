using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval generation</c>: samples against real pictures.</summary>
internal static class GenerationCommand
{
    private const int Fewest = 10;

    public static Command Create()
    {
        var common = new EvalOptions();
        var samplers = new Option<string>("--samplers") { Description = "What to compare, such as teacher:50,teacher:50@1.5,few-step:2: kind, steps, guidance (default: the model's).", DefaultValueFactory = _ => "teacher:50" };
        var count = new Option<int>("--count") { Description = "Samples of each; distances of different counts cannot be compared.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<ulong>("--seed") { Description = "The first sample's seed; the others count up.", DefaultValueFactory = _ => 0 };
        var balanced = new Option<bool>("--balanced") { Description = "As many samples of each class, instead of the data's proportions." };
        var reference = new Option<string?>("--reference") { Description = "The real set as a file: .npz of pictures or statistics, or features. Default: training and held-out pictures of --data." };
        var samples = new Option<string?>("--write-samples") { Description = "A folder where samples are stored as ADM's .npz and found again, or a .npz for one sampler." };
        var captions = new Option<string?>("--captions") { Description = "Captions that samples are asked for, without a class: a line each, or COCO's captions_*.json. Default: those of --data." };
        var perceptual = new Option<string?>("--perceptual") { Description = "SqueezeNet 1.1, AlexNet or VGG16 (safetensors, torchvision keys): the distance in its space, too, in which no generator is trained." };
        var command = new Command("generation", "Compare samples, made in several ways, with the same real pictures.") { samplers, count, seed, balanced, captions, reference, samples, perceptual };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            if (parsed.GetValue(count) < Fewest)
            {
                throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--count is {parsed.GetValue(count)}; give {Fewest} or more."));
            }

            var evaluation = common.Read(parsed) with { PerceptualPath = parsed.GetValue(perceptual) };
            var options = new GenerationOptions(evaluation, SamplerChoice.ParseList(parsed.GetValue(samplers)!))
            {
                Count = parsed.GetValue(count),
                Seed = parsed.GetValue(seed),
                Balanced = parsed.GetValue(balanced),
                PhraseEncoder = TextEncoderFile.Find(null, evaluation.Model.Config.Generator.Text),
                CaptionsPath = parsed.GetValue(captions),
                ReferencePath = parsed.GetValue(reference),
                SamplesPath = parsed.GetValue(samples),
            };
            return common.Show(parsed, progress => GenerationEvaluation.Run(options, progress, TimeProvider.System, cancellationToken), EvaluationJsonContext.Default.GenerationReport, Print);
        }));
        return command;
    }

    private static void Print(GenerationReport report, TextWriter output)
    {
        output.WriteLine($"{report.Model}: {report.Count} samples a row, {report.Classes}, against {report.Real}");
        output.WriteLine($"space: {report.Space}; second space: {(report.SecondSpace is null ? "none" : $"{report.SecondSpace}, means of the last activations")}");
        var table = new TextTable("sampler", $"FD-{report.Encoder}", "FD-second", "KID x1000", "precision", "recall", "neighbour ratio", "suspects", "seams", "seconds");
        foreach (var row in report.Samplers)
        {
            table.Add(
                row.Guidance is { } scale && !row.Sampler.Contains('@', StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"{row.Sampler} (guidance {scale})") : row.Sampler,
                TextTable.Number(row.Metrics.FrechetDistance),
                TextTable.Number(row.SecondDistance),
                TextTable.Number(row.Metrics.KernelDistance * 1000),
                TextTable.Number(row.Metrics.Precision),
                TextTable.Number(row.Metrics.Recall),
                TextTable.Number(row.Neighbours.MedianRatio),
                TextTable.Number(row.Neighbours.Suspects),
                TextTable.Number(row.Seams, "0.00"),
                TextTable.Number(row.Seconds, "0"));
        }

        table.Print(output);
        output.WriteLine(report.Meaning);
        output.WriteLine("neighbour ratio: median distance to the nearest training picture, samples' over held-out pictures' (near 1: as new as unseen pictures; near 0: copied).");
        output.WriteLine("suspects: share of samples nearer to a training picture than 95 % of the held-out pictures are.");
        output.WriteLine($"seams: jumps on the grid of patches over jumps elsewhere; the data's pictures have {TextTable.Number(report.RealSeams, "0.00")}.");
    }
}
