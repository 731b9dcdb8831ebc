using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Config;

public sealed class StrictJsonTests
{
    [Fact]
    public void Write_ThenRead_SameText()
    {
        using var folder = new Folder();
        var config = TinyConfig.Make();
        StrictJson.Write(folder.File("config.json"), config, FaeJsonContext.Default.ModelConfig);

        var read = StrictJson.Read<ModelConfig>(folder.File("config.json"));

        Assert.Equal(StrictJson.ToText(config, FaeJsonContext.Default.ModelConfig), StrictJson.ToText(read, FaeJsonContext.Default.ModelConfig));
        Assert.Equal(config.Latent.Mean, read.Latent.Mean);
        Assert.Equal(576, read.Encoder.FeatureWidth);
    }

    [Fact]
    public void Parse_MemberAbsent_KeepsTheRecordsDefault()
    {
        var config = Parse(Edit(("\"sampling\": {", "\"sampling\": { \"steps\": 3 }, \"x\": {"), ("\"x\"", null)));

        Assert.Equal(3, config.Sampling.Steps);
        Assert.Equal(0.4, config.Sampling.Shift);
        Assert.Equal(0.7, config.Sampling.GuidanceTo);
    }

    [Fact]
    public void Parse_OptionalPartAbsent_KeepsTheRecordsDefault()
    {
        var config = Parse("""
            { "name": "n",
              "encoder": { "name": "v", "patchSize": 16, "inputSize": 128, "pretrainedGrid": 14, "width": 192, "depth": 12, "heads": 3, "mlpHidden": 768 },
              "latent": { "channels": 2, "side": 8 }, "autoencoder": { "heads": 1, "headWidth": 4 },
              "featureDecoder": { "width": 8, "depth": 1, "heads": 1 }, "pixelDecoder": { "imageSize": 64, "width": 8, "depth": 1, "heads": 1, "feedForward": "geluTanh" },
              "generator": { "width": 8, "depth": 1, "heads": 1, "classes": 1, "time": "dataAtOne" } }
            """);

        Assert.Equal((1, 8, true), (config.FormatVersion, config.Sampling.Steps, config.Encoder.QkvBias));
        Assert.Equal((AutoencoderKind.SingleAttention, ActivationKind.Gelu, false), (config.Autoencoder.Kind, config.Autoencoder.Activation, config.Autoencoder.PreNorm));
        Assert.Equal([0.485, 0.456, 0.406], config.Encoder.Mean);
        Assert.Equal((FeedForwardKind.GeluTanh, TimeDirection.DataAtOne), (config.PixelDecoder.FeedForward, config.Generator.Time));
        Assert.Empty(config.Validate());
    }

    [Fact]
    public void Parse_UnknownMembers_AllNamedWithPathAndNearest()
    {
        var failure = Refused(Edit(("\"depth\": 12", "\"depht\": 12"), ("\"steps\"", "\"step\"")));

        Assert.Contains("test.json has 3 problems", failure, StringComparison.Ordinal);
        Assert.Contains("$.encoder.depht is unknown; the nearest known key is 'depth'", failure, StringComparison.Ordinal);
        Assert.Contains("$.encoder.depth is missing", failure, StringComparison.Ordinal);
        Assert.Contains("$.sampling.step is unknown; the nearest known key is 'steps'", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"steps\": 8", "\"steps\": 8, \"steps\": 9", "$.sampling.steps stands twice")]
    [InlineData("\"steps\": 8", "\"steps\": \"8\"", "$.sampling.steps: the value is no whole number that fits.")]
    [InlineData("\"steps\": 8", "\"steps\": 8.5", "$.sampling.steps: the value is no whole number that fits.")]
    [InlineData("\"steps\": 8", "\"steps\": null", "$.sampling.steps")]
    [InlineData("\"steps\": 8", "\"Steps\": 8", "nearest known key is 'steps'")]
    [InlineData("\"steps\": 8", "\"steps\": 8 // more", "line")]
    [InlineData("\"feedForward\": \"gelu\"", "\"feedForward\": 0", "$.encoder.feedForward")]
    [InlineData("\"feedForward\": \"gelu\"", "\"feedForward\": \"relu\"", "$.encoder.feedForward is 'relu'; give one of gelu, geluTanh, swiGlu.")]
    [InlineData("\"name\": \"test\"", "\"name\": null", "$.name is null; give a value or leave it out.")]
    [InlineData("\"name\": \"test\"", "\"name\": \"test\", \"generator\": null", "$.generator stands twice")]
    public void Parse_WrongMember_NamesSourceAndPath(string from, string to, string expected)
    {
        var failure = Refused(Edit((from, to)));

        Assert.StartsWith("test.json", failure, StringComparison.Ordinal);
        Assert.Contains(expected, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralWrongValues_AllNamed()
    {
        var failure = Refused(Edit(("\"steps\": 8", "\"steps\": 8.5"), ("\"qkNorm\": false", "\"qkNorm\": 1"), ("\"mean\": [", "\"mean\": 7, \"std\": [true, ")));

        Assert.Contains("$.sampling.steps: the value is no whole number that fits.", failure, StringComparison.Ordinal);
        Assert.Contains(".qkNorm: the value is no true or false.", failure, StringComparison.Ordinal);
        Assert.Contains(".mean: the value is no list.", failure, StringComparison.Ordinal);
        Assert.Contains(".std[0]: the value is no number that fits.", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.0", 8)]
    [InlineData("8e0", 8)]
    [InlineData("-0", 0)]
    [InlineData("2147483647", int.MaxValue)]
    public void Parse_WholeNumberInAnotherSpelling_Read(string text, int expected) => Assert.Equal(expected, Parse(Edit(("\"steps\": 8", $"\"steps\": {text}"))).Sampling.Steps);

    [Theory]
    [InlineData("2147483648")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public void Parse_WholeNumberThatDoesNotFit_Refused(string text) => Assert.Contains("no whole number that fits", Refused(Edit(("\"steps\": 8", $"\"steps\": {text}"))), StringComparison.Ordinal);

    [Fact]
    public void Parse_RecordWithParameters_MembersByTheirNames()
    {
        var part = StrictJson.Parse<Part>("""{ "weight": 0.5, "seed": 18446744073709551615, "colour": "blue", "names": { "a": ["x"] }, "rest": { "any": [1, null] } }"""u8.ToArray(), "x");

        Assert.Equal((ulong.MaxValue, 0.5, "blue", 3), (part.Seed, part.Weight, part.Colour, part.Count));
        Assert.Equal(["x"], part.Names!["a"]);
        Assert.Equal("""{ "any": [1, null] }""", part.Rest?.GetRawText());
    }

    [Theory]
    [InlineData("""{ "seed": -1 }""", "$.seed: the value is no whole number that fits.")]
    [InlineData("""{ "colour": null }""", "$.colour is null")]
    [InlineData("""{ "names": { "a": null } }""", "$.names.a is null")]
    [InlineData("""{ "names": { "a": [], "a": [] } }""", "$.names.a stands twice")]
    [InlineData("""{ "rest": { "b": { "a": 1, "a": 2 } } }""", "$.rest.b.a stands twice")]
    [InlineData("""{ "Count": 4 }""", "$.Count is unknown; the nearest known key is 'count'")]
    public void Parse_RecordWithParameters_WrongMemberNamed(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => StrictJson.Parse<Part>(Encoding.UTF8.GetBytes(text), "x")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("\0")]
    [InlineData("{ \"\\ud800\": 1 }")]
    [InlineData("{ \"name\": \"\\ud800\" }")]
    public void Parse_NoSuchDocument_Refused(string text) => Assert.StartsWith("test.json", Refused(text), StringComparison.Ordinal);

    [Fact]
    public void Parse_LoneSurrogateInValue_Refused() => Assert.StartsWith("test.json", Refused(Edit(("\"test\"", "\"\\ud800\""))), StringComparison.Ordinal);

    [Fact]
    public void Parse_NotUtf8_Refused() =>
        Assert.Throws<ConfigException>(() => StrictJson.Parse<string[]>(new byte[] { (byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']' }, "x"));

    [Fact]
    public void Parse_DeeplyNested_Refused() => Assert.StartsWith("test.json", Refused(new string('[', 100_000)), StringComparison.Ordinal);

    [Fact]
    public void Read_EmptyPath_Refused() => Assert.Throws<ConfigException>(() => StrictJson.Read<ModelConfig>(" "));

    [Fact]
    public void Parse_ByteOrderMark_Ignored() =>
        Assert.Equal(["a"], StrictJson.Parse<string[]>(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'[', (byte)'"', (byte)'a', (byte)'"', (byte)']' }, "x"));

    [Fact]
    public void Parse_NullInArray_Refused() =>
        Assert.Throws<ConfigException>(() => StrictJson.Parse<string[]>("[\"a\", null]"u8.ToArray(), "x"));

    [Fact]
    public void Read_NoFile_NamesIt() =>
        Assert.Contains(
            "/nowhere/config.json",
            Assert.Throws<ConfigException>(() => StrictJson.Read<ModelConfig>("/nowhere/config.json")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void ToText_NamesInOtherScripts_StayReadable() =>
        Assert.Equal("[\n  \"Größe 模型\"\n]\n", StrictJson.ToText(["Größe 模型"], FaeJsonContext.Default.StringArray));

    private static ModelConfig Parse(string text) => StrictJson.Parse<ModelConfig>(Encoding.UTF8.GetBytes(text), "test.json");

    private static string Refused(string text) => Assert.Throws<ConfigException>(() => Parse(text)).Message;

    /// <remarks>An edit to null cuts the rest of the document from there and closes it.</remarks>
    private static string Edit(params (string From, string? To)[] edits)
    {
        var text = StrictJson.ToText(TinyConfig.Make(), FaeJsonContext.Default.ModelConfig);
        foreach (var (from, to) in edits)
        {
            var at = text.IndexOf(from, StringComparison.Ordinal);
            Assert.True(at >= 0, from);
            text = to is null ? text[..at].TrimEnd().TrimEnd(',') + "}" : text[..at] + to + text[(at + from.Length)..];
        }

        return text;
    }

    private sealed record Part(ulong Seed, double Weight, IReadOnlyDictionary<string, IReadOnlyList<string>>? Names, int Count = 3)
    {
        public string Colour { get; init; } = "red";

        public System.Text.Json.JsonElement? Rest { get; init; }
    }
}
