using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Patches;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval patches</c>: which patches are alike, drawn.</summary>
internal static class PatchesCommand
{
    public static Command Create()
    {
        var common = new EvalOptions();
        var pictures = new Argument<string[]>("PICTURE") { Description = "Picture files; the first is matched with each of the others.", Arity = ArgumentArity.OneOrMore };
        var patches = new Option<string[]>("--patch") { Description = "ROW,COLUMN of a patch whose similarity to all others is drawn; may be given several times." };
        var matches = new Option<int>("--matches") { Description = "Most matches drawn between two pictures.", DefaultValueFactory = _ => 12 };
        var output = new Option<string>("--out") { Description = $"Folder for {PatchEvaluation.SimilarityFile} and {PatchEvaluation.MatchesFile}.", DefaultValueFactory = _ => "patches" };
        var command = new Command("patches", "Draw which patches are alike, in one picture and between two, by x, x̂ and z.") { pictures, patches, matches, output };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            if (parsed.GetValue(matches) < 1)
            {
                throw new ConfigException("--matches must be 1 or more.");
            }

            var options = new PatchOptions(common.Read(parsed), parsed.GetRequiredValue(pictures), OutputPlace.Folder(parsed.GetValue(output)!))
            {
                Patches = [.. (parsed.GetValue(patches) ?? []).Select(Place)],
                Matches = parsed.GetValue(matches),
            };
            return common.Show(parsed, progress => PatchEvaluation.Run(options, progress, TimeProvider.System, cancellationToken), EvaluationJsonContext.Default.PatchReport, Print);
        }));
        return command;
    }

    private static (int Row, int Column) Place(string text)
    {
        var numbers = text.Split(',');
        return numbers.Length == 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var column)
                ? (row, column)
                : throw new ConfigException($"--patch is '{text}'; give ROW,COLUMN, such as 3,4.");
    }

    private static void Print(PatchReport report, TextWriter output)
    {
        foreach (var file in report.Files)
        {
            output.WriteLine(file);
        }

        var table = new TextTable($"against x of {report.Encoder}, {report.Grid} × {report.Grid} patches", "x̂", "z");
        table.Add("correlation of similarities within a picture", TextTable.Number(report.Restored), TextTable.Number(report.Latent));
        table.Add("share of x's matches between pictures", TextTable.Number(report.RestoredMatches), TextTable.Number(report.LatentMatches));
        table.Print(output);
    }
}
