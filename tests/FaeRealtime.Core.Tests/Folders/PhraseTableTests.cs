using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Core.Tests.Folders;

public sealed class PhraseTableTests : IDisposable
{
    private static readonly TextConditionConfig Text = new() { Encoder = "small", Width = 2 };

    private readonly Folder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "phrases.safetensors");

    [Fact]
    public void Save_ThenLoad_Same()
    {
        new PhraseTable("small", 2, ["red hair", "größe, \"x\""], [1, 0, 0.5f, -0.25f]).Save(Path);

        var loaded = PhraseTable.Load(Path, Text);

        Assert.Equal(["red hair", "größe, \"x\""], loaded.Phrases);
        Assert.Equal([0.5f, -0.25f], loaded.Vector(loaded.RowOf("größe, \"x\"")).ToArray());
        Assert.Equal(-1, loaded.RowOf("Red hair"));
    }

    [Fact]
    public void Whitened_SaveThenLoad_MapsOtherPhrasesTheSameWay()
    {
        var whitening = new PhraseWhitening([0.5f, 0.25f], [2, 0, 1, 1]);
        new PhraseTable("small", 2, ["red hair"], [1, -0.5f]) { Whitening = whitening }.Save(Path);

        var loaded = PhraseTable.Load(Path, Text with { Whitened = true });

        Assert.Equal([1, -0.5f], loaded.Vector(0).ToArray());
        Assert.Equal([1f, 1.25f], loaded.Whitening!.Apply([1, 1]));
        Assert.Throws<ShapeException>(() => loaded.Whitening.Apply([1, 1, 1]));
        Assert.Contains("its vectors are whitened, the model needs unit vectors", Assert.Throws<CheckpointException>(() => PhraseTable.Load(Path, Text)).Message, StringComparison.Ordinal);
        new PhraseTable("small", 2, ["red hair"], [1, 0]).Save(Path);
        Assert.Contains("its vectors are unit vectors, the model needs whitened ones", Assert.Throws<CheckpointException>(() => PhraseTable.Load(Path, Text with { Whitened = true })).Message, StringComparison.Ordinal);
        new PhraseTable("small", 2, ["red hair"], [1, 0]) { Whitening = whitening with { Mean = [0, float.NaN] } }.Save(Path);
        Assert.Contains("whitening", Assert.Throws<CheckpointException>(() => PhraseTable.Load(Path, Text with { Whitened = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_SaveThenLoad_StatesOfEachPhrase()
    {
        new PhraseTable("small", 2, ["red hair", "robot"], [1, 0, 0.5f, -0.25f, 0, 2], [2, 1]).Save(Path);

        var loaded = PhraseTable.Load(Path, Text);

        Assert.True(loaded.HasTokens);
        Assert.Equal([1, 0, 0.5f, -0.25f], loaded.Vector(0).ToArray());
        Assert.Equal([0, 2], loaded.Vector(loaded.RowOf("robot")).ToArray());
        Assert.Throws<ShapeException>(() => new PhraseTable("small", 2, ["red hair", "robot"], [1, 0, 0.5f, -0.25f, 0, 2], [2, 2]));
        Assert.Throws<ShapeException>(() => new PhraseTable("small", 2, ["red hair", "robot"], [1, 0, 0.5f, -0.25f, 0, 2], [3]));
        new PhraseTable("small", 2, ["red hair", "robot"], [1, 0, 0.5f, -0.25f, float.NaN, 2], [2, 1]).Save(Path);
        Assert.Contains("phrase 'robot' holds NaN", Assert.Throws<CheckpointException>(() => PhraseTable.Load(Path, Text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", 2)]
    [InlineData("small", 3)]
    public void Load_OfAnotherEncoderOrWidth_NamesBoth(string encoder, int width)
    {
        new PhraseTable("small", 2, ["red hair"], [1, 0]).Save(Path);

        var failure = Assert.Throws<CheckpointException>(() => PhraseTable.Load(Path, Text with { Encoder = encoder, Width = width }));

        Assert.Contains("'small'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'{encoder}', {width} numbers", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_PhraseTwiceOrNumbersMissing_Refused()
    {
        Assert.Throws<ShapeException>(() => new PhraseTable("small", 2, ["a", "a"], [1, 0, 0, 1]));
        Assert.Throws<ShapeException>(() => new PhraseTable("small", 2, ["a", "b"], [1, 0, 0]));
    }

    [Fact]
    public void Load_OtherSafetensors_Refused()
    {
        FaeRealtime.Core.Checkpoints.SafetensorsWriter.Write(Path, [FaeRealtime.Core.Checkpoints.SafetensorsTensor.FromSingle("vectors", [1, 2], [1f, 0f])], new Dictionary<string, string> { ["phrases"] = "no list" });

        Assert.Contains("JSON array", Assert.Throws<CheckpointException>(() => PhraseTable.Load(Path, Text)).Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever cannot be asked for or would blame the generator is named at once.</summary>
    [Theory]
    [InlineData("[null]", 1f, "its phrase 0 is ''")]
    [InlineData("[\"\"]", 1f, "its phrase 0 is ''")]
    [InlineData("[\"red\\u001b[2J\"]", 1f, "no control characters")]
    [InlineData("long", 1f, "1 to 200 characters")]
    [InlineData("[\"red\"]", float.NaN, "phrase 'red' holds NaN")]
    [InlineData("[\"red\"]", float.PositiveInfinity, "phrase 'red' holds")]
    public void Load_WhatIsNoPhraseOrNoNumber_NamesIt(string phrases, float number, string reason)
    {
        phrases = phrases == "long" ? $"[\"{new string('x', 201)}\"]" : phrases;
        FaeRealtime.Core.Checkpoints.SafetensorsWriter.Write(
            Path, [FaeRealtime.Core.Checkpoints.SafetensorsTensor.FromSingle("vectors", [1, 2], [0f, number])], new Dictionary<string, string> { ["phrases"] = phrases, ["encoder"] = "small" });

        var failure = Assert.Throws<CheckpointException>(() => PhraseTable.Load(Path, Text));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    public void Dispose() => _folder.Dispose();
}
