using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Tests.Stages;

public sealed class CaptionPhrasesTests
{
    private static readonly string[] Shades = ["red", "green", "blue"];

    [Fact]
    public void Train_WithWords_KeepsThePhrasesAndResumesToTheSameBytes()
    {
        using var place = Place(8);
        var encoder = new Lengths();
        var options = place.Options() with { PhraseEncoder = new Lazy<IPhraseEncoder>(encoder) };
        TrainingPlace.Train(options, [StageKind.Ia, StageKind.III]);

        var text = place.Recipe.Model.Generator.Text!;
        var table = PhraseTable.Load(Path.Combine(place.Out, ModelFolder.PhrasesFile), text);
        Assert.Equal(["a disc", "blue", "green", "red"], table.Phrases);

        // Four phrases, and one of them to see that the encoder works, before anything was trained.
        Assert.Equal(5, encoder.Asked);

        // The same in two halves: the second finds the phrases in the run folder and needs no encoder.
        TrainingPlace.Train(options with { OutPath = place.File("halves") }, [StageKind.Ia]);
        using var stop = new StopAt(StageKind.III, 4);
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingPlace.Train(options with { OutPath = place.File("halves") }, [StageKind.III], stop, stop.Token));
        TrainingPlace.Train(options with { OutPath = place.File("halves"), PhraseEncoder = null, Resume = true }, [StageKind.III]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(place.Out, ModelFolder.GeneratorFile)), File.ReadAllBytes(Path.Combine(place.File("halves"), ModelFolder.GeneratorFile)));
    }

    [Fact]
    public void Train_WithoutEncoderOrCaptions_RefusedBeforeAnythingIsWritten()
    {
        using var place = Place(2);
        Assert.Contains("all-lengths", Assert.Throws<ConfigException>(() => TrainingPlace.Train(place.Options(), [StageKind.Ia, StageKind.III])).Message, StringComparison.Ordinal);

        // An encoder that is another, or that cannot be opened, is not found out after hours of earlier stages.
        var other = place.Options() with { PhraseEncoder = new Lazy<IPhraseEncoder>(new Lengths { Name = "other" }) };
        Assert.Contains("given is other (3)", Assert.Throws<ConfigException>(() => TrainingPlace.Train(other, [StageKind.Ia, StageKind.III])).Message, StringComparison.Ordinal);
        var broken = place.Options() with { PhraseEncoder = new Lazy<IPhraseEncoder>(() => throw new ConfigException("It cannot be opened.")) };
        Assert.Contains("cannot be opened", Assert.Throws<ConfigException>(() => TrainingPlace.Train(broken, [StageKind.Ia, StageKind.III])).Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(place.Data, "metadata.jsonl"));
        var options = place.Options() with { PhraseEncoder = new Lazy<IPhraseEncoder>(new Lengths()) };
        Assert.Contains("no picture", Assert.Throws<ConfigException>(() => TrainingPlace.Train(options, [StageKind.Ia, StageKind.III])).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Out));
    }

    [Fact]
    public void Train_BeginningThatDoesNotFit_RefusedBeforeAnythingIsWritten()
    {
        using var place = new TrainingPlace(SmallRecipe.Of(2));
        var path = place.File("other.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsTensor.FromSingle("blocks.0.attn.qkv.weight", [2, 3], new float[6])]);
        var options = place.Options() with { InitialGeneratorPath = path };

        Assert.Contains("'blocks.0.attn.qkv.weight' is [2, 3]", Assert.Throws<CheckpointException>(() => TrainingPlace.Train(options, [StageKind.Ia, StageKind.III])).Message, StringComparison.Ordinal);
        Assert.Contains("given to ia", Assert.Throws<ConfigException>(() => TrainingPlace.Train(options, [StageKind.Ia])).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Out));
    }

    private static TrainingPlace Place(int steps)
    {
        var recipe = SmallRecipe.Of(steps);
        var place = new TrainingPlace(recipe with
        {
            Model = recipe.Model with { Generator = recipe.Model.Generator with { Text = new TextConditionConfig { Encoder = "all-lengths", Width = 3, Dropout = 0.2, PhraseDropout = 0.2 } }, FewStep = null },
            Iv = null,
        });
        File.WriteAllLines(Path.Combine(place.Data, "metadata.jsonl"), Enumerable.Range(0, 12).Select(i => $$"""{"file":"images/{{i:d2}}.png","captions":["A disc, {{Shades[i % 3]}}","{{Shades[i % 3]}}"],"other":1}"""));
        return place;
    }

    private sealed class Lengths : IPhraseEncoder
    {
        public int Asked { get; private set; }

        public string Name { get; init; } = "all-lengths";

        public int Width => 3;

        public float[] Encode(string phrase)
        {
            Asked++;
            return [0.1f * phrase.Length, MathF.Sqrt(1 - (0.01f * phrase.Length * phrase.Length)), 0];
        }

        public void Dispose()
        {
        }
    }
}
