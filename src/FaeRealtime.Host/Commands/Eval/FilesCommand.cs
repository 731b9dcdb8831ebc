using System.CommandLine;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval files</c>: two sets that lie in files.</summary>
internal static class FilesCommand
{
    public static Command Create()
    {
        var common = new EvalOptions();
        var reference = new Argument<string>("REFERENCE") { Description = "The real set: a folder of pictures; .npz as ADM's (arr_0, mu, sigma, mu_s, sigma_s) or with features, spatial, logits; .npy or safetensors with features." };
        var samples = new Argument<string>("SAMPLES") { Description = "What is compared with it, in the same forms." };
        var network = new Option<string?>("--features-of") { Description = "The network that made the features in the files; only 'inception' makes the distance a FID." };
        var command = new Command("files", "Compare two sets that lie in files: pictures (with --encoder), features or statistics of any network.") { reference, samples, network };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            var options = new FilesOptions(common.Read(parsed), parsed.GetRequiredValue(reference), parsed.GetRequiredValue(samples)) { FeaturesOf = parsed.GetValue(network) };
            return common.Show(parsed, progress => FilesEvaluation.Run(options, progress, TimeProvider.System, cancellationToken), EvaluationJsonContext.Default.FilesReport, Print);
        }));
        return command;
    }

    private static void Print(FilesReport report, TextWriter output)
    {
        output.WriteLine($"{report.Samples} against {report.Reference}");
        var table = new TextTable("metric", "value");
        Add(table, report.Distance, report.Metrics.FrechetDistance);
        Add(table, $"s{report.Distance}", report.Metrics.SpatialFrechetDistance);
        Add(table, "KID x1000", report.Metrics.KernelDistance * 1000);
        Add(table, "  deviation over subsets", report.Metrics.KernelDistanceDeviation * 1000);
        Add(table, "precision", report.Metrics.Precision);
        Add(table, "recall", report.Metrics.Recall);
        Add(table, report.Distance == "FID" ? "Inception Score" : "score of the logits", report.Metrics.InceptionScore);
        table.Print(output);
    }

    private static void Add(TextTable table, string name, double? value)
    {
        if (value is not null)
        {
            table.Add(name, TextTable.Number(value, "0.0000"));
        }
    }
}
