using System.CommandLine;
using System.Globalization;
using FaeRealtime.Evaluation.Reconstruction;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval reconstruction</c>: pictures through the autoencoder and back.</summary>
internal static class ReconstructionCommand
{
    public static Command Create()
    {
        var common = new EvalOptions();
        var perceptual = new Option<string?>("--perceptual") { Description = "SqueezeNet 1.1 (safetensors, torchvision keys) for the perceptual distance and the distance of the sets in its space; without it those columns stay empty." };
        var command = new Command("reconstruction", "Compare held-out pictures with what the autoencoder and the decoders make of them.") { perceptual };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            var options = common.Read(parsed) with { PerceptualPath = parsed.GetValue(perceptual) };
            return common.Show(parsed, progress => ReconstructionEvaluation.Run(options, progress, TimeProvider.System, cancellationToken), EvaluationJsonContext.Default.ReconstructionReport, Print);
        }));
        return command;
    }

    private static void Print(ReconstructionReport report, TextWriter output)
    {
        output.WriteLine($"{report.Model}: {report.HeldOut} held-out pictures, {report.Train} training pictures");
        output.WriteLine($"space: {report.Space}; perceptual: {report.PerceptualName ?? "none"}");
        var all = string.Create(CultureInfo.InvariantCulture, $"all {report.HeldOut + report.Train}");
        var table = new TextTable("painted from", "PSNR dB", "SSIM", "perceptual", "seams", $"rFD-{report.Encoder} held-out", all, $"rFD-second {all}");
        foreach (var row in report.Rows)
        {
            table.Add(row.From, TextTable.Number(row.Psnr, "0.00"), TextTable.Number(row.Ssim), TextTable.Number(row.Perceptual, "0.0000"), TextTable.Number(row.Seams, "0.00"), TextTable.Number(row.HeldOutDistance), TextTable.Number(row.AllDistance), TextTable.Number(row.SecondDistance));
        }

        table.Print(output);
        output.WriteLine("x̂: through the latent; x: the encoder's own features, which only the pixel decoder limits. PSNR, SSIM, perceptual and seams: held-out pictures.");
        output.WriteLine($"seams: jumps on the grid of patches over jumps elsewhere; the pictures themselves have {TextTable.Number(report.RealSeams, "0.00")}.");
    }
}
