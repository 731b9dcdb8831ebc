using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Sources;
using FaeRealtime.Evaluation.Attributes;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Training.Tests;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Attributes;

/// <summary>Images of one colour: the colour is the attribute. Every third class has a second attribute that says only «none».</summary>
public sealed class AttributeEvaluationTests : IClassFixture<EvaluatedModel>
{
    private const int Count = 96;
    private const int HeldOut = Count / 4;

    private static readonly (string Word, string HeldOut, Rgb24 Colour)[] Colours =
        [("red", "crimson", new Rgb24(210, 30, 40)), ("green", "emerald", new Rgb24(30, 180, 60)), ("blue", "azure", new Rgb24(40, 60, 220)), ("yellow", "lemon", new Rgb24(230, 220, 50))];

    private readonly EvaluatedModel _model;
    private readonly string _data;

    public AttributeEvaluationTests(EvaluatedModel model)
    {
        _model = model;
        _data = model.Place.File("colours");
        if (!Directory.Exists(_data))
        {
            WriteData();
        }
    }

    private AttributeOptions Options => new(_model.Options with { DataPath = _data }, SamplerChoice.ParseList("teacher:2"))
    {
        Targets = new Dictionary<string, double> { ["colour"] = 0.75 },
        SamplesPath = _model.Place.File("colour-samples"),
    };

    [Fact]
    public void Run_HandMadeSamples_AreReadAsWhatTheyShow()
    {
        var options = Options with { Seed = 1 };
        Run(options);
        var file = Assert.Single(Directory.EnumerateFiles(options.SamplesPath!, "*-s1.npz"));

        // In place of what the small generator made: the colour that was asked for, but for every fourth image, which is of the next colour.
        SampleStore.Write(file, new ByteImages("drawn", SmallRecipe.ImageSize, [.. Enumerable.Range(0, HeldOut).Select(i => Pixels(HeldOutColour(i) + (i % 4 == 0 ? 1 : 0), i + 1000))]), Labels());
        var report = Run(options);

        var colour = report.Attributes.Single(row => row.Attribute == "colour");
        Assert.Equal((1.0, 0.75), (colour.Real.Accuracy, Assert.Single(colour.Generated).Accuracy));
        Assert.Equal((HeldOut, HeldOut * 3 / 4), (colour.Generated[0].Used, colour.Generated[0].Right));
        Assert.Equal("reached", colour.Verdict);
        Assert.All(colour.Each, value => Assert.Equal(value.Used, value.RealRight));
        Assert.Equal(HeldOut / 4, colour.Each.Sum(value => value.Generated[0].Used - value.Generated[0].Right));
        Assert.Equal("classes only", Assert.Single(report.Generated).Wordings);
        Assert.Null(report.Generated[0].Seconds);
        Assert.NotNull(colour.Restored);
    }

    [Fact]
    public void Run_ClassWithoutTheAttribute_IsLeftOutAndCounted()
    {
        var report = Run(Options with { Count = 12 });

        var border = report.Attributes.Single(row => row.Attribute == "border");
        Assert.Equal(12, border.HeldOut.Found);
        Assert.Equal(border.HeldOut.Found, border.HeldOut.Used + border.HeldOut.LeftOut.Sum(left => left.Count));
        Assert.Equal("class 'class 2' has none", Assert.Single(border.HeldOut.LeftOut).Reason);
        Assert.Equal(border.HeldOut.Used, border.Generated[0].Used);
        Assert.Equal(["none", "thick"], border.Each.Select(value => value.Value));
        Assert.Equal(["colour", "border", "class"], report.Attributes.Select(row => row.Attribute));
        Assert.Equal("fewer than two values in training", Assert.Single(report.Skipped).Reason);
    }

    [Fact]
    public void Run_ModelWithWords_IsAskedInKnownAndInHeldOutWordings()
    {
        using var encoder = new Letters();
        var options = Options with
        {
            Evaluation = Options.Evaluation with { Model = WordsModel() },
            PhraseEncoder = new Lazy<IPhraseEncoder>(() => encoder),
            Attributes = ["colour"],
            HeldOutBy = "lot",
            WithoutClass = true,
        };

        var report = Run(options);
        var again = Run(options with { WithoutClass = false });

        Assert.Equal(["known wordings", "held-out wordings"], report.Generated.Select(set => set.Wordings));
        Assert.Equal(("words", "class and words"), (report.Asked, again.Asked));
        Assert.Equal(HeldOut / 2, report.HeldOut);
        Assert.Equal([HeldOut / 2, HeldOut / 2], report.Generated.Select(set => set.Count));
        Assert.Contains("red", encoder.Asked);
        Assert.Contains("crimson", encoder.Asked);
        Assert.All(again.Generated, set => Assert.NotNull(set.Seconds)); // Samples without the class are others.
        Assert.Equal(["colour"], report.Attributes.Select(row => row.Attribute));
    }

    [Fact]
    public void Run_PhraseThatNothingReads_IsRefusedBeforeAnythingIsComputed() => Assert.Contains(
        "not at hand",
        Assert.Throws<ConfigException>(() => Run(Options with { Evaluation = Options.Evaluation with { Model = WordsModel() } })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Run_WithoutClassAndWords_IsRefused() => Assert.Contains(
        "asked for nothing", Assert.Throws<ConfigException>(() => Run(Options with { WithoutClass = true })).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_UnknownAttributeOrReason_IsRefusedWithWhatThereIs()
    {
        Assert.Contains("colour, border, maker, class", Assert.Throws<ConfigException>(() => Run(Options with { Attributes = ["hair"] })).Message, StringComparison.Ordinal);
        Assert.Contains("'lot', 'pair'", Assert.Throws<ConfigException>(() => Run(Options with { HeldOutBy = "picture" })).Message, StringComparison.Ordinal);
    }

    private static AttributeReport Run(AttributeOptions options) => AttributeEvaluation.Run(options, null, TimeProvider.System, default);

    private static int ColourOf(int image) => ((image * 5) + (image / 8)) % Colours.Length;

    private static int HeldOutColour(int place) => ColourOf((place * 4) + 3);

    private static int[] Labels() => [.. Enumerable.Range(0, HeldOut).Select(place => ((place * 4) + 3) % SmallRecipe.Classes)];

    // The colour with a shade of its own and some noise.
    private static byte[] Pixels(int colour, int image)
    {
        var random = new Random(image);
        var (plain, shade) = (Colours[colour % Colours.Length].Colour, random.Next(-20, 21));
        return [.. Enumerable.Range(0, SmallRecipe.ImageSize * SmallRecipe.ImageSize).SelectMany(_ => new[] { plain.R, plain.G, plain.B }.Select(level => (byte)Math.Clamp(level + shade + random.Next(-8, 9), 0, 255)))];
    }

    private void WriteData()
    {
        Directory.CreateDirectory(Path.Combine(_data, "images"));
        var (items, lines) = (new List<DatasetItem>(), new List<string>());
        for (var i = 0; i < Count; i++)
        {
            var (file, held, colour) = ($"images/{i:d3}.png", i % 4 == 3, Colours[ColourOf(i)]);
            using var image = Image.LoadPixelData<Rgb24>(Pixels(ColourOf(i), i), SmallRecipe.ImageSize, SmallRecipe.ImageSize);
            image.SaveAsPng(Path.Combine(_data, file));
            items.Add(new DatasetItem(file, $"picture {i}", $"class {i % SmallRecipe.Classes}", held ? DatasetSplit.HeldOut : DatasetSplit.Train));
            var border = i % SmallRecipe.Classes == 2 || i % 5 == 0 ? "none" : "thick";
            lines.Add($$"""
                {"file":"{{file}}","heldOutBy":{{(!held ? "null" : i % 8 == 3 ? "\"lot\"" : "\"pair\"")}},"attributes":{"colour":"{{colour.Word}}","border":"{{border}}","maker":"test"},"captions":["{{colour.Word}}, plain"],"heldOutWordings":[{{(held ? $"\"{colour.HeldOut}, plain\"" : "")}}]}
                """);
        }

        StrictJson.Write(Path.Combine(_data, DatasetManifest.FileName), new DatasetManifest { Source = "made by the test", ImageSize = SmallRecipe.ImageSize, Seed = 1, Items = items }, DatasetJsonContext.Default.DatasetManifest);
        StrictJson.Write(Path.Combine(_data, DatasetManifest.ClassesFileName), [.. Enumerable.Range(0, SmallRecipe.Classes).Select(label => $"class {label}")], DatasetJsonContext.Default.StringArray);
        File.WriteAllLines(Path.Combine(_data, DatasetManifest.CaptionsFileName), lines);
    }

    // The trained model with a generator of random weights that takes words.
    private ModelFolder WordsModel()
    {
        var folder = _model.Place.File("words");
        var config = _model.Options.Model.Config;
        config = config with { Generator = config.Generator with { Text = new TextConditionConfig { Encoder = "letters", Width = Letters.Size } }, FewStep = null };
        if (Directory.Exists(folder))
        {
            return ModelFolder.Open(folder);
        }

        var model = ModelFolder.Create(folder, config, [.. Enumerable.Range(0, SmallRecipe.Classes).Select(label => $"class {label}")]);
        foreach (var file in new[] { model.FeatureDecoderPath, model.PixelDecoderPath, model.EncoderPath })
        {
            File.Copy(Path.Combine(_model.Place.Out, Path.GetFileName(file)), file);
        }

        using var generator = new LightningDiT((LightningDiTConfig)config.Generator, config.Latent, torch.CPU);
        ModuleCheckpoint.Save(generator, model.GeneratorPath);
        return model;
    }

    /// <summary>Reads a phrase by its first letters.</summary>
    private sealed class Letters : IPhraseEncoder
    {
        public const int Size = 4;

        public HashSet<string> Asked { get; } = [];

        public string Name => "letters";

        public int Width => Size;

        public float[] Encode(string phrase)
        {
            Asked.Add(phrase);
            var vector = new float[Size];
            vector[phrase[0] % Size] = 1;
            return vector;
        }

        public void Dispose()
        {
        }
    }
}
