using FaeRealtime.Core.Files;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Export;

/// <summary>The last sample grid of every stage and the curves, under the names that an exported model keeps them by.</summary>
internal static class ExportedGrids
{
    public const string CurvesName = "curves.svg";

    /// <summary>Writes <c>sheets/</c> in an exported model.</summary>
    /// <returns>The stages that have a sample grid.</returns>
    public static IReadOnlyList<StageKind> Write(RunFolder run, RunHistory history, string targetPath)
    {
        var folder = Path.Combine(targetPath, RunFolder.SampleGridsName);
        Directory.CreateDirectory(folder);
        var copied = new List<StageKind>();
        foreach (var stage in TrainingRun.AllStages)
        {
            if (run.LastSampleGrid(stage) is { } grid)
            {
                File.Copy(grid, Path.Combine(folder, $"{RunFolder.Name(stage)}.png"), overwrite: true);
                copied.Add(stage);
            }
        }

        AtomicFile.WriteBytes(Path.Combine(folder, CurvesName), System.Text.Encoding.UTF8.GetBytes(CurveChart.ToSvg(Panels(history))));
        return copied;
    }

    private static IReadOnlyList<CurvePanel> Panels(RunHistory history) =>
    [
        Panel(history, StageKind.Ia, "Ia: feature autoencoder", "featureError", "held-out feature error"),
        Panel(history, StageKind.Ib, "Ib: pixel decoder on features", "psnr", "held-out PSNR, dB"),
        Panel(history, StageKind.II, "II: pixel decoder on restored features", "psnr", "held-out PSNR, dB"),
        Panel(history, StageKind.III, "III: latent generator", "flow", "held-out flow error"),
        .. history.Points(RunFolder.Name(StageKind.IV), "loss").Count == 0 ? [] : new[] { Panel(history, StageKind.IV, "IV: few-step student", "error2", "error of two steps") },
    ];

    private static CurvePanel Panel(RunHistory history, StageKind stage, string title, string heldOut, string label)
    {
        var name = RunFolder.Name(stage);
        return new CurvePanel(title, new Curve("training loss", history.Points(name, "loss")), new Curve(label, history.Points(name, $"heldOut.{heldOut}")));
    }
}
