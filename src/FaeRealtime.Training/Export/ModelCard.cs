using System.Globalization;
using System.Text;
using FaeRealtime.Core.Folders;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Export;

/// <summary>The README of an exported model: what it is, from what and by which commands it was made, and its numbers.</summary>
internal sealed class ModelCard(
    ModelFolder model, TrainingRecipe recipe, RunSources sources, string? notes, RunHistory history, IReadOnlyList<StageKind> grid)
{
    public const string FileName = "README.md";

    private readonly StringBuilder _text = new();

    public string ToText()
    {
        _text.Clear();
        Introduction();
        Origins();
        Commands();
        Numbers();
        Files();
        return _text.ToString();
    }

    private void Introduction()
    {
        var config = model.Config;
        Line($"# {config.Name}");
        Line($"");
        Line($"A FaeRealtime model: pictures of {config.PixelDecoder.ImageSize} × {config.PixelDecoder.ImageSize} in {model.Classes.Count} classes, generated as latents of {config.Latent.Side} × {config.Latent.Side} × {config.Latent.Channels} over the features of a frozen {config.Encoder.Name} (blocks {string.Join(", ", config.Encoder.FeatureBlocks.DefaultIfEmpty(config.Encoder.Depth))}).");
        Line($"Classes: {string.Join(", ", model.Classes)}.");
        foreach (var stage in grid.Where(stage => stage == StageKind.III))
        {
            Line($"");
            Line($"![Generated pictures, one class a row]({Grid(stage)})");
        }

        Line($"");
    }

    private void Origins()
    {
        Line($"## Made from");
        Line($"");
        Line($"| what | which | SHA-256 |");
        Line($"|---|---|---|");
        if (sources.Data is { } data)
        {
            Line($"| data | {data}: {sources.Train} pictures to train on, {sources.HeldOut} held out | |");
        }

        Line($"| frozen encoder | {sources.Encoder?.File ?? model.Config.Encoder.Name} | {Code(sources.Encoder?.Sha256 ?? model.Config.Encoder.Sha256)} |");
        if (sources.Perceptual is { } perceptual)
        {
            Line($"| perceptual net | {perceptual.File} | {Code(perceptual.Sha256)} |");
        }

        Line($"");
        Line($"Neither network is in this folder; showing and sampling the model needs none of them.");
        if (notes is not null)
        {
            Line($"");
            Line($"{notes.Trim()}");
        }

        Line($"");
    }

    private void Commands()
    {
        var encoder = sources.Encoder?.File ?? "ENCODER.safetensors";
        var perceptual = sources.Perceptual?.File ?? "SQUEEZENET.safetensors";
        Line($"## Made by");
        Line($"");
        Line($"```");
        Line($"./fae train all --recipe recipe.json --data DATA --encoder {encoder} --perceptual {perceptual} --out runs/{model.Config.Name}");
        Line($"./fae train export runs/{model.Config.Name} --to {model.Config.Name}");
        Line($"./fae demo --model {model.Config.Name}");
        Line($"```");
        Line($"");
        Line($"`recipe.json` is the recipe of this run, seed {recipe.Seed}. Weights are exponential averages, stored as {recipe.Storage.ToString().ToLowerInvariant()}.");
        Line($"");
    }

    private void Numbers()
    {
        Line($"## Numbers");
        Line($"");
        Line($"| stage | steps | batch | pictures/s | last training loss | on held-out pictures |");
        Line($"|---|---|---|---|---|---|");
        foreach (var (stage, optimisation) in Stages())
        {
            var name = RunFolder.Name(stage);
            var losses = history.Points(name, "loss");
            var done = losses.Count == 0 ? 0 : losses[^1].Step;
            var steps = done >= optimisation.Steps ? $"{done}" : $"{done} of {optimisation.Steps}";
            Line($"| {stage} | {steps} | {optimisation.Batch} | {Last(name, "imagesPerSecond", "f1")} | {Last(name, "loss", "g4")} | {HeldOut(name)} |");
        }

        Line($"");
        Line($"featureError: mean squared error of standardised features. explained: 1 − featureError. psnr: dB, mean over pictures. flow: mean squared error of the velocity over eight fixed times.");
        if (recipe.Iv is { } iv)
        {
            Line($"errorN, eulerN: mean squared error of latents after N steps of the few-step student and of the generator, against the generator's {iv.ReferenceSteps} steps. spreadN: the student's deviation over the generator's.");
        }

        Line($"");
        Line($"![Losses and held-out numbers by step]({RunFolder.SampleGridsName}/{ExportedGrids.CurvesName})");
        Line($"");
        foreach (var stage in grid)
        {
            Line($"- [{GridTitle(stage)}]({Grid(stage)})");
        }

        Line($"");
    }

    private void Files()
    {
        Line($"## Files");
        Line($"");
        Line($"| file | bytes |");
        Line($"|---|---|");
        foreach (var file in Directory.EnumerateFiles(model.Path, "*.safetensors").Order(StringComparer.Ordinal))
        {
            Line($"| {Path.GetFileName(file)} | {new FileInfo(file).Length} |");
        }

        Line($"");
        Line($"Identity of configuration, classes and weights: `{model.ShortHash}`.");
    }

    private (StageKind Stage, OptimisationRecipe Optimisation)[] Stages() =>
        [(StageKind.Ia, recipe.Ia.Optimisation), (StageKind.Ib, recipe.Ib.Optimisation), (StageKind.II, recipe.Ii.Optimisation), (StageKind.III, recipe.Iii.Optimisation), .. recipe.Iv is null ? [] : new[] { (StageKind.IV, recipe.Iv.Optimisation) }];

    private string HeldOut(string stage) =>
        string.Join(", ", history.LastHeldOut(stage).Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Name} {value.Value:g4}")));

    private string Last(string stage, string name, string format) =>
        history.Points(stage, name) is [.., var last] ? last.Value.ToString(format, CultureInfo.InvariantCulture) : "–";

    private static string GridTitle(StageKind stage) => stage switch
    {
        StageKind.Ia => "Ia: held-out pictures above what latents and pixel decoder restore",
        StageKind.Ib => "Ib: held-out pictures above their repainting from the frozen encoder's features",
        StageKind.II => "II: held-out pictures above what the finished decoders restore from latents",
        StageKind.IV => "IV: the generator in many steps; the few-step student in 1, 2, 4 and 8; the generator in 1, 2 and 4",
        _ => "III: generated pictures, one class a row",
    };

    private static string Grid(StageKind stage) => $"{RunFolder.SampleGridsName}/{RunFolder.Name(stage)}.png";

    private static string Code(string? hash) => hash is null ? "not noted" : $"`{hash}`";

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
