using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Models;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Generators.TextToImage;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Conditions;
using FaeRealtime.Training.Distillation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Tests.Distillation;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Conditions;

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
        TrainingPlace.Train(options, [StageKind.IV]);
        using var stopIv = new StopAt(StageKind.IV, 4);
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingPlace.Train(options with { OutPath = place.File("halves") }, [StageKind.IV], stopIv, stopIv.Token));
        TrainingPlace.Train(options with { OutPath = place.File("halves"), PhraseEncoder = null, Resume = true }, [StageKind.IV]);
        foreach (var file in (string[])[ModelFolder.GeneratorFile, ModelFolder.FewStepFile])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(place.Out, file)), File.ReadAllBytes(Path.Combine(place.File("halves"), file)));
        }
    }

    // The student learns words only if the teacher was asked with the very words that the student then gets.
    [Fact]
    public void Trajectories_OfATeacherWithWords_AreAskedForAPicturesClassAndCaption()
    {
        using var scope = torch.NewDisposeScope();
        var text = new TextConditionConfig { Encoder = "all-lengths", Width = 3, Dropout = 0, PhraseDropout = 0 };
        var vectors = new PhraseTable("all-lengths", 3, Shades, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        ImageEntry[] entries = [.. Enumerable.Range(0, 6).Select(i => new ImageEntry($"{i}.png", $"{i}", i % 3) { Captions = Shades[i % 3] })];
        using var images = ImageSet.Open("nowhere", entries, 8, mirrored: true, new DataOptions { Workers = 1 }, null);
        var words = new CaptionPhrases(images, vectors, text);
        using var teacher = SmallTeacher.Create(SmallTeacher.Config with { Text = text });
        var source = new TrajectorySource(teacher, SmallTeacher.Sampling, SmallTeacher.Trajectories, SmallTeacher.Seed, torch.CPU, words);
        long[] numbers = [.. Enumerable.Range(0, 40).Select(n => (long)n)];

        var (labels, said) = source.Wanted(numbers);

        var asked = labels.data<long>().ToArray();
        var rows = said!.data<float>().ToArray().Chunk(3).ToArray();
        Assert.Equal([0L, 1, 2, 3], asked.Distinct().Order());
        Assert.All(numbers, n => Assert.True(asked[n] == 3 || rows[n][asked[n]] == MathF.Sqrt(3), $"{n}: class {asked[n]}, words {string.Join(' ', rows[n])}"));
        Assert.All(rows, row => Assert.Equal(1, row.Count(value => value != 0)));

        // The sampler, asked for the same, ends where the trajectory ends; without the words it does not.
        var states = source.Compute(4, 3, CancellationToken.None);
        var plan = SamplingPlan.Of(SmallTeacher.Sampling with { Steps = 8 });
        var sampler = new FlowSampler<torch.Tensor, ClassCondition>(new TorchLinearSpace(), new GeneratorField(teacher));
        var classes = ClassCondition.PerImage([.. asked[4..7].Select(label => label == 3 ? (int?)null : (int)label)]);
        var (ends, start) = (states.select(1, 4), states.select(1, 0));
        Assert.True(SmallTeacher.Apart(sampler.Generate(start, classes with { Texts = rows[4..7] }, plan, CancellationToken.None), ends) < 1e-5);
        Assert.True(SmallTeacher.Apart(sampler.Generate(start, classes, plan, CancellationToken.None), ends) > 1e-3);
    }

    [Fact]
    public void Trajectories_OfATeacherOfWordsAlone_AskForNoClass()
    {
        using var scope = torch.NewDisposeScope();
        var text = new TextConditionConfig { Encoder = "all-lengths", Width = 3, Dropout = 0, PhraseDropout = 0 };
        ImageEntry[] entries = [.. Enumerable.Range(0, 6).Select(i => new ImageEntry($"{i}.png", $"{i}", i % 3) { Captions = Shades[i % 3] })];
        using var images = ImageSet.Open("nowhere", entries, 8, mirrored: true, new DataOptions { Workers = 1 }, null);
        var words = new CaptionPhrases(images, new PhraseTable("all-lengths", 3, Shades, [1, 0, 0, 0, 1, 0, 0, 0, 1]), text);
        using var teacher = new MMDiT(new MMDiTConfig { Width = 16, Depth = 1, Heads = 2, TextWidth = 3, TextTokens = 1, Text = text }, SmallTeacher.Latent);
        RandomWeights.Draw(teacher, 1);

        var states = new TrajectorySource(teacher, SmallTeacher.Sampling, SmallTeacher.Trajectories, SmallTeacher.Seed, torch.CPU, words).Compute(0, 6, CancellationToken.None);

        Assert.True(states.isfinite().all().item<bool>());
        Assert.All(words.Condition([0, 1, 2], classes: 0).Rows, Assert.Empty);
        Assert.Equal([0, 1, 2], words.Condition([0, 1, 2], classes: 3).Rows.Select(row => Assert.Single(row).Class));
    }

    [Fact]
    public void Whitened_Table_MakesCaptionsCentredEvenAndOfLengthOne_AndItsMapMakesTheSame()
    {
        // Two directions that the encoder uses a little, beside one that it uses much; some phrases stand in many captions.
        var random = new Random(3);
        float[] vectors = [.. Enumerable.Range(0, 200).SelectMany(_ => new[] { 5f + (float)(4 * random.NextDouble()), (float)random.NextDouble(), (float)(1.5 * random.NextDouble()) })];
        var table = new PhraseTable("all-lengths", 3, [.. Enumerable.Range(0, 200).Select(i => $"phrase {i}")], vectors);
        int[][] captions = [.. Enumerable.Range(0, 5000).Select(i => Enumerable.Range(0, i % 5).Select(_ => (int)(200 * random.NextDouble() * random.NextDouble())).ToArray())];

        var whitened = PhraseWhiteningOf.Table(table, captions);

        var means = captions.Where(rows => rows.Length > 0).Select(rows => Enumerable.Range(0, 3).Select(i => rows.Average(row => (double)whitened.Vector(row)[i])).ToArray()).ToArray();
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(0, means.Average(mean => mean[i]), 4));
        Assert.Equal(1, means.Average(mean => mean.Sum(x => x * x)), 4);
        double[] spread = [.. Enumerable.Range(0, 3).Select(i => means.Average(mean => mean[i] * mean[i])).Order()];
        Assert.True(spread[2] / spread[0] < 4, $"spreads {string.Join(' ', spread)}: about 20 between the first and the second before.");
        Assert.All(Enumerable.Range(0, 200), row => Assert.True(whitened.Whitening!.Apply(table.Vector(row)).Zip(whitened.Vector(row).ToArray(), (a, b) => Math.Abs(a - b)).Max() < 1e-5));
    }

    [Fact]
    public void Whitened_CaptionsThatAllSayTheSame_AreRefused()
    {
        var table = new PhraseTable("all-lengths", 3, ["a", "b"], [1, 0, 0, 0, 1, 0]);
        Assert.Contains("2 captions", Assert.Throws<ConfigException>(() => PhraseWhiteningOf.Table(table, [[0], [0], []])).Message, StringComparison.Ordinal);
        Assert.Contains("0 captions", Assert.Throws<ConfigException>(() => PhraseWhiteningOf.Table(table, [[]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Whitened_ReadsAnUnknownPhraseAsTheNearestKnown()
    {
        using var place = Place(2, whitened: true);
        var encoder = new Lazy<IPhraseEncoder>(new Lengths());
        TrainingPlace.Train(place.Options() with { PhraseEncoder = encoder }, [StageKind.Ia, StageKind.III]);
        var text = place.Recipe.Model.Generator.Text!;
        var table = PhraseTable.Load(Path.Combine(place.Out, ModelFolder.PhrasesFile), text);

        var asked = new PhraseVectors(text, table, encoder).Vector("a word").ToArray();

        Assert.All(asked, number => Assert.True(float.IsFinite(number)));
        Assert.True(asked.Zip(Enumerable.Range(0, 3).Select(i => table.Phrases.Max(phrase => Math.Abs(table.Vector(table.RowOf(phrase))[i])))).All(pair => Math.Abs(pair.First) <= pair.Second + 1e-3));
        Assert.Equal(encoder.Value.Encode("green").Length, table.Vector(table.RowOf("green")).Length);
        Assert.NotEqual(encoder.Value.Encode("green"), table.Vector(table.RowOf("green")).ToArray());
        Assert.Throws<ConfigException>(() => new PhraseVectors(text, null, encoder).Vector("green"));
        TrainingPlace.Train(place.Options() with { PhraseEncoder = null, Resume = true }, [StageKind.III]);
    }

    [Fact]
    public void Student_AskedForWords_PassesThemOn()
    {
        using var scope = torch.NewDisposeScope();
        var text = new TextConditionConfig { Encoder = "all-lengths", Width = 3 };
        using var network = SmallTeacher.Create(SmallTeacher.Config with { Text = text });
        var (x, label) = (SmallTeacher.Normal(1, 1, 4, 2, 2), torch.zeros([1], torch.ScalarType.Int64));
        double[] t = [0.5];
        var velocity = new NetworkVelocity(network);

        var (without, with) = (velocity.Average(x, t, t, new(label)), velocity.Average(x, t, t, new(label, torch.ones([1, 3]))));

        Assert.True(SmallTeacher.Apart(without, with) > 1e-3);
        Assert.Equal(0, SmallTeacher.Apart(without, velocity.Average(x, t, t, new(label, torch.zeros([1, 3])))));
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

    [Fact]
    public void Train_GeneratorOfTokens_LearnsFromTheStatesOfItsCaptionsPhrases()
    {
        using var place = Place(4);
        var recipe = place.Recipe;
        var path = place.File("tokens.json");
        place.WriteRecipe("tokens.json", recipe with
        {
            Model = recipe.Model with
            {
                FewStep = null,
                Generator = new MMDiTConfig { Width = 32, Depth = 2, Heads = 2, TextWidth = 3, TextTokens = 5, Text = new TextConditionConfig { Encoder = "all-lengths", Width = 3 } },
            },
            Iv = null,
        });
        var options = place.Options() with { RecipePath = path, PhraseEncoder = new Lazy<IPhraseEncoder>(new Lengths()) };

        TrainingPlace.Train(options, [StageKind.Ia, StageKind.III]);

        var folder = ModelFolder.Open(place.Out);
        var table = PhraseTable.Load(folder.PhrasesPath, folder.Config.Generator.Text!);
        Assert.True(table.HasTokens);
        Assert.Equal([0.6f, 0, 0, 0, 0.6f, 0], table.Vector(table.RowOf("a disc")).ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
        var words = PhraseVectors.Of(folder, null)!;
        Assert.Equal(15, words.Numbers);
        using var model = FaeModel.Load(folder, torch.CPU, ModelParts.Generator);
        using var noise = torch.randn(1, 8, 4, 4);
        var sampler = model.Generator.Sampler(null);
        torch.Tensor Of(string prompt) => sampler.Generate(noise, ClassCondition.None with { Texts = [words.Read(Prompt.Parse(prompt))] }, SamplingPlan.Of(folder.Config.Sampling), null, CancellationToken.None);
        Assert.False(Of("a disc, red").allclose(Of("green")));
        Assert.Empty(folder.Classes);
    }

    /// <summary>Classes beside the words, and a student of both.</summary>
    [Fact]
    public void Train_GeneratorOfTokensAndClasses_HasAStudentThatReadsBoth()
    {
        using var place = Place(4);
        var recipe = place.Recipe;
        place.WriteRecipe("tokens.json", recipe with
        {
            Model = recipe.Model with
            {
                Generator = new MMDiTConfig { Width = 32, Depth = 2, Heads = 2, TextWidth = 3, TextTokens = 5, Classes = 3, LabelDropout = 0.2, Text = new TextConditionConfig { Encoder = "all-lengths", Width = 3 } },
            },
        });

        TrainingPlace.Train(place.Options() with { RecipePath = place.File("tokens.json"), PhraseEncoder = new Lazy<IPhraseEncoder>(new Lengths()) }, [StageKind.Ia, StageKind.III, StageKind.IV]);

        var folder = ModelFolder.Open(place.Out);
        var words = PhraseVectors.Of(folder, null)!;
        using var model = FaeModel.Load(folder, torch.CPU, ModelParts.Generator | ModelParts.FewStep);
        using var noise = torch.randn(1, 8, 4, 4);
        torch.Tensor Of(int index, string prompt) => model.FewStep!.Sampler(null).Generate(
            noise, ClassCondition.Of(index) with { Texts = [words.Read(Prompt.Parse(prompt))] }, SamplingPlan.Of(folder.Config.SamplingOf(GeneratorVariant.FewStep)), null, CancellationToken.None);
        Assert.False(Of(0, "a disc, red").allclose(Of(0, "green"), 0, 0));
        Assert.False(Of(0, "green").allclose(Of(1, "green"), 0, 0));
        Assert.True(Of(1, "green").allclose(Of(1, "green")));
    }

    private static TrainingPlace Place(int steps, bool whitened = false)
    {
        var recipe = SmallRecipe.Of(steps);
        var place = new TrainingPlace(recipe with
        {
            Model = recipe.Model with { Generator = recipe.Model.Generator with { Text = new TextConditionConfig { Encoder = "all-lengths", Width = 3, Dropout = 0.2, PhraseDropout = 0.2, Whitened = whitened } } },
        });
        File.WriteAllLines(Path.Combine(place.Data, "metadata.jsonl"), Enumerable.Range(0, 12).Select(i => $$"""{"file":"images/{{i:d2}}.png","captions":["A disc, {{Shades[i % 3]}}","{{Shades[i % 3]}}"],"other":1}"""));
        return place;
    }

    private sealed class Lengths : IPhraseEncoder, ITextConditioner
    {
        public int Asked { get; private set; }

        public string Name { get; init; } = "all-lengths";

        public int Width => 3;

        public float[] Encode(string phrase)
        {
            Asked++;
            return [0.1f * phrase.Length, MathF.Sqrt(1 - (0.01f * phrase.Length * phrase.Length)), 0];
        }

        // Two tokens, the first and the second axis times a tenth of the letters.
        EncodedText ITextConditioner.Encode(string text) => new([0.1f * text.Length, 0, 0, 0, 0.1f * text.Length, 0], 3, []);

        public int PooledWidth => 0;

        public int MostTokens => 2;

        public void Dispose()
        {
        }
    }
}
