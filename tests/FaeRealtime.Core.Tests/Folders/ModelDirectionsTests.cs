using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Tests.Config;
using FaeRealtime.Testing;

namespace FaeRealtime.Core.Tests.Folders;

public sealed class ModelDirectionsTests : IDisposable
{
    private const int Width = 2;

    private static readonly ModelConfig Config = TinyConfig.Make() with { Generator = TinyConfig.Make().Generator with { Text = new TextConditionConfig { Encoder = "two", Width = Width } } };
    private static readonly int Features = ModelDirections.Length(Config, DirectionKind.Feature);
    private static readonly Direction Smile = new() { Name = "smile", Kind = DirectionKind.Phrase, Vector = "smile", Origin = "wide smile - sad mouth" };
    private static readonly Direction Hair = new() { Name = "component 1", Kind = DirectionKind.Feature, Vector = "component 1", Minimum = -2, Maximum = 4 };

    private readonly Folder _folder = new();
    private readonly ModelFolder _model;

    public ModelDirectionsTests() => _model = ModelFolder.Create(_folder.Path, Config, ["a", "b", "c"]);

    [Fact]
    public void Of_WithoutAList_IsNone() => Assert.Null(ModelDirections.Of(_model));

    [Fact]
    public void Save_ThenOf_Same()
    {
        var feature = new float[Features];
        (feature[0], feature[^1]) = (0.5f, -2);
        new ModelDirections([Hair, Smile], [feature, [1, -0.25f]]).Save(_model);

        var loaded = ModelDirections.Of(_model)!;

        Assert.Equal([Hair, Smile], loaded.All);
        Assert.Equal(feature, loaded.Vector(0));
        Assert.Equal([1, -0.25f], loaded.Vector(loaded.PlaceOf("smile")).ToArray());
        Assert.Equal(-1, loaded.PlaceOf("Smile"));
    }

    /// <summary>Pictures depend on them: a model with other directions is another.</summary>
    [Fact]
    public void Hash_WithDirections_IsAnother()
    {
        var before = _model.Hash;
        Save(1);
        var with = _model.Hash;
        Save(2);

        Assert.Equal(3, new[] { before, with, _model.Hash }.Distinct().Count());
    }

    [Fact]
    public void Of_RenamedByHand_KeepsItsVector()
    {
        Save(1);
        File.WriteAllText(_model.DirectionsPath, File.ReadAllText(_model.DirectionsPath).Replace("\"name\": \"smile\"", "\"name\": \"grin\"", StringComparison.Ordinal));

        Assert.Equal([1, -0.25f], ModelDirections.Of(_model)!.Vector(0).ToArray());
    }

    [Theory]
    [InlineData("smile", "", "1 to 64 characters")]
    [InlineData("smile", "Smile", "lower case")]
    [InlineData("smile", "a,b", "without , : / _")]
    [InlineData("smile", "wide_smile", "without , : / _")]
    [InlineData("smile", " smile", "divided by one space")]
    [InlineData("smile", "smile\\u001b[2J", "1 to 64 characters")]
    [InlineData("\"minimum\": -3", "\"minimum\": 1", "from 1 to 3")]
    [InlineData("\"minimum\": -3", "\"minimum\": -1e999", "directions.json")]
    [InlineData("\"kind\": \"phrase\"", "\"kind\": \"mood\"", "directions.json")]
    [InlineData("\"kind\": \"phrase\"", "\"kind\": \"phrase\", \"mood\": 1", "mood")]
    public void Of_ListThatDoesNotFit_SaysWhat(string from, string to, string reason)
    {
        Save(1);
        var text = File.ReadAllText(_model.DirectionsPath);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(_model.DirectionsPath, string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));

        var failure = Assert.Throws<ConfigException>(() => ModelDirections.Of(_model));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains("directions.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NameTwice_IsNamed()
    {
        StrictJson.Write(_model.DirectionsPath, new DirectionList { Directions = [Smile, Smile with { Vector = "other" }] }, FaeJsonContext.Default.DirectionList);

        Assert.Contains("directions[1]/name is 'smile', as is another's", Assert.Throws<ConfigException>(() => ModelDirections.Of(_model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_PhrasesForAGeneratorWithoutWords_SaysSo()
    {
        Save(1);
        _model.SaveConfig(TinyConfig.Make());

        Assert.Contains("knows no words", Assert.Throws<ConfigException>(() => ModelDirections.Of(_model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", 2, 1f, "no 'smile', the vector of direction 'smile'")]
    [InlineData("smile", 3, 1f, "is [3], the model needs [2]")]
    [InlineData("smile", 2, float.NaN, "direction 'smile' holds NaN")]
    [InlineData("smile", 2, float.PositiveInfinity, "direction 'smile' holds")]
    public void Of_VectorThatDoesNotFit_SaysWhich(string key, int length, float value, string reason)
    {
        Save(1);
        SafetensorsWriter.Write(_model.DirectionVectorsPath, [SafetensorsTensor.FromSingle(key, [length], Enumerable.Repeat(value, length).ToArray())]);

        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => ModelDirections.Of(_model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_VectorsMissing_NamesTheFile()
    {
        Save(1);
        File.Delete(_model.DirectionVectorsPath);

        Assert.Contains("directions.safetensors", Assert.Throws<CheckpointException>(() => ModelDirections.Of(_model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_Schema_EqualsTheStoredFile()
    {
        var stored = Path.Combine(Repository.Root, "content", "schema", "directions.schema.json");
        var actual = JsonSchemaText.ToText(FaeJsonContext.Default.DirectionList, "FaeRealtime directions of a model", SchemaDescriptions.Of(FaeJsonContext.Default.DirectionList));

        SchemaDescriptions.Accept(stored, actual);

        Assert.Equal(File.ReadAllText(stored), actual);
    }

    public void Dispose() => _folder.Dispose();

    private void Save(float value) => new ModelDirections([Smile], [[value, -0.25f]]).Save(_model);
}
