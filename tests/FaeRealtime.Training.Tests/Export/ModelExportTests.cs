using System.Xml.Linq;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Training.Export;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Tests.Export;

public sealed class ModelExportTests : IDisposable
{
    private readonly TrainingPlace _place = new(SmallRecipe.Of(5));

    public void Dispose() => _place.Dispose();

    private string Target => _place.File("model");

    [Fact]
    public void Copy_WholeRun_HoldsTheModelAndNoState()
    {
        TrainingPlace.Train(_place.Options());

        ModelExport.Copy(new ExportOptions(_place.Out, Target));

        Assert.Equal(ModelFolder.Open(_place.Out).Hash, ModelFolder.Open(Target).Hash);
        Assert.Equal(
            ["README.md", "classes.json", "config.json", "encoder.safetensors", "feature-decoder.safetensors", "few-step.safetensors", "generator.safetensors", "pixel-decoder.safetensors", "recipe.json", "samples.safetensors", "sheets"],
            Directory.EnumerateFileSystemEntries(Target).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Copy_WholeRun_TellsWhatItWasMadeFromAndItsNumbers()
    {
        TrainingPlace.Train(_place.Options());
        File.WriteAllText(_place.File("notes.md"), "Pictures are the test's own.\n");

        ModelExport.Copy(new ExportOptions(_place.Out, Target) { NotesPath = _place.File("notes.md") });

        var readme = File.ReadAllText(Path.Combine(Target, "README.md"));
        foreach (var expected in new[] { "made by the test: 9 pictures to train on, 3 held out", "small-vit", "Pictures are the test's own.", "psnr ", "flow ", "| III | 5 | 4 |", "| IV | 5 | 4 |", "error2 ", "sheets/iv.png", "sheets/curves.svg", "sheets/iii.png" })
        {
            Assert.Contains(expected, readme, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(_place.Out, readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_WholeRun_DrawsAPanelAStageAndCopiesTheLastSampleGrids()
    {
        TrainingPlace.Train(_place.Options());

        ModelExport.Copy(new ExportOptions(_place.Out, Target));

        var svg = XDocument.Load(Path.Combine(Target, "sheets", "curves.svg"));
        Assert.Equal(10, svg.Descendants().Count(element => element.Name.LocalName == "polyline"));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_place.Out, "sheets", "iii-000005.png")),
            File.ReadAllBytes(Path.Combine(Target, "sheets", "iii.png")));
    }

    [Fact]
    public void Copy_Again_ReplacesItsOwnAndNothingElse()
    {
        TrainingPlace.Train(_place.Options());
        ModelExport.Copy(new ExportOptions(_place.Out, Target));
        ModelExport.Copy(new ExportOptions(_place.Out, Target));
        Directory.CreateDirectory(_place.File("strange"));
        File.WriteAllText(_place.File("strange/mine.txt"), "mine");

        Assert.Throws<ConfigException>(() => ModelExport.Copy(new ExportOptions(_place.Out, _place.File("strange"))));

        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(_place.File("strange")).Select(entry => Path.GetFileName(entry)));
    }

    [Fact]
    public void Copy_StagesMissing_NamesTheirFilesAndWritesNothing()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);

        var failure = Assert.Throws<ConfigException>(() => ModelExport.Copy(new ExportOptions(_place.Out, Target)));

        Assert.Contains("pixel-decoder.safetensors, generator.safetensors", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void Copy_AbsentNotes_NamesTheFile()
    {
        TrainingPlace.Train(_place.Options());

        var failure = Assert.Throws<ConfigException>(() => ModelExport.Copy(new ExportOptions(_place.Out, Target) { NotesPath = _place.File("none.md") }));

        Assert.Contains("none.md", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }
}
