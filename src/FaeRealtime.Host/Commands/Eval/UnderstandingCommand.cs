using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Understanding;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval understanding</c>: classes told from x, z and x̂.</summary>
internal static class UnderstandingCommand
{
    public static Command Create()
    {
        var common = new EvalOptions();
        var neighbours = new Option<int[]>("--neighbours") { Description = "How many neighbours vote; may be given several times.", DefaultValueFactory = _ => [10, 20] };
        var steps = new Option<int>("--probe-steps") { Description = "SGD steps of the linear probe (DINOv2: 12500).", DefaultValueFactory = _ => 2000 };
        var seed = new Option<ulong>("--seed") { Description = "Of the probe's weights and batches.", DefaultValueFactory = _ => 1 };
        var command = new Command("understanding", "Tell classes from features x, latents z and restored features x̂ of a labelled data set: nearest neighbours and a linear probe.") { neighbours, steps, seed };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            if (parsed.GetValue(neighbours)!.Any(count => count < 1) || parsed.GetValue(steps) < 1)
            {
                throw new ConfigException("--neighbours and --probe-steps must be 1 or more.");
            }

            var options = new UnderstandingOptions(common.Read(parsed)) { Neighbours = parsed.GetValue(neighbours)!, ProbeSteps = parsed.GetValue(steps), Seed = parsed.GetValue(seed) };
            return common.Show(parsed, progress => UnderstandingEvaluation.Run(options, progress, TimeProvider.System, cancellationToken), EvaluationJsonContext.Default.UnderstandingReport, Print);
        }));
        return command;
    }

    private static void Print(UnderstandingReport report, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Model}, {report.Encoder}: {report.HeldOut} held-out pictures of {report.Classes} classes told by {report.Train} training pictures; the commonest class alone is {report.Chance:0.000}"));
        var counts = report.Rows[0].Neighbours.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Neighbours}-NN"));
        var table = new TextTable(["representation", "width", .. counts, "linear probe", "probe of x"]);
        foreach (var row in report.Rows)
        {
            table.Add([
                row.Representation, TextTable.Number(row.Width, "0"), .. row.Neighbours.Select(entry => TextTable.Number(entry.Accuracy)), TextTable.Number(row.LinearProbe), TextTable.Number(row.FeatureProbe)]);
        }

        table.Print(output);
    }
}
