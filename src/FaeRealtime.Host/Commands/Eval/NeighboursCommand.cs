using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval neighbours</c>: samples above the training pictures nearest to them.</summary>
internal static class NeighboursCommand
{
    public static Command Create()
    {
        var common = new EvalOptions();
        var sampler = new Option<string>("--sampler") { Description = "How to sample: kind, steps, guidance, such as teacher:50@1.5.", DefaultValueFactory = _ => "teacher:50" };
        var count = new Option<int>("--count") { Description = "Samples.", DefaultValueFactory = _ => 64 };
        var seed = new Option<ulong>("--seed") { Description = "The first sample's seed; the others count up.", DefaultValueFactory = _ => 0 };
        var balanced = new Option<bool>("--balanced") { Description = "As many samples of each class, instead of the data's proportions." };
        var captions = new Option<string?>("--captions") { Description = "Captions that samples are asked for, without a class: a line each, or COCO's captions_*.json. Default: those of --data." };
        var columns = new Option<int>("--columns") { Description = "Pictures in a row of the grid.", DefaultValueFactory = _ => 16 };
        var grid = new Option<string>("--out") { Description = "The grid: every sample above its nearest training picture.", DefaultValueFactory = _ => "neighbours.png" };
        var command = new Command("neighbours", "Draw every sample above its nearest training picture, and tell how near that is: the question of memorisation.") { sampler, count, seed, balanced, captions, columns, grid };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            if (parsed.GetValue(count) < 1 || parsed.GetValue(columns) < 1)
            {
                throw new ConfigException("--count and --columns must be 1 or more.");
            }

            if (SamplerChoice.ParseList(parsed.GetValue(sampler)!) is not [var choice])
            {
                throw new ConfigException($"--sampler is '{parsed.GetValue(sampler)}'; give one.");
            }

            var evaluation = common.Read(parsed);
            var options = new NeighbourOptions(evaluation, choice, OutputPlace.File(parsed.GetValue(grid)!))
            {
                Count = parsed.GetValue(count),
                Seed = parsed.GetValue(seed),
                Balanced = parsed.GetValue(balanced),
                CaptionsPath = parsed.GetValue(captions),
                PhraseEncoder = TextEncoderFile.Find(null, evaluation.Model.Config.Generator.Text),
                Columns = parsed.GetValue(columns),
            };
            return common.Show(parsed, progress => NeighbourEvaluation.Run(options, progress, TimeProvider.System, cancellationToken), EvaluationJsonContext.Default.NeighbourReport, Print);
        }));
        return command;
    }

    private static void Print(NeighbourReport report, TextWriter output)
    {
        output.WriteLine(report.Grid);
        output.WriteLine($"{report.Model}, {report.Sampler}: {report.Samples.Count} samples; distances in the space of {report.Space}");
        var table = new TextTable("distance to the nearest training picture", "5 %", "25 %", "50 %", "75 %", "95 %");
        Add(table, "samples", report.Distances.Samples);
        Add(table, "held-out pictures", report.Distances.HeldOut);
        table.Print(output);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio of medians {report.Distances.MedianRatio:0.000}; {report.Distances.Suspects:0.000} of the samples are nearer than 95 % of the held-out pictures"));
    }

    private static void Add(TextTable table, string name, Quantiles values) => table.Add(
        name, TextTable.Number(values.Low), TextTable.Number(values.Quarter), TextTable.Number(values.Median), TextTable.Number(values.ThreeQuarters), TextTable.Number(values.High));
}
