using System.Text;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;
using FaeRealtime.Testing;

namespace FaeRealtime.Live.Tests.Parameters;

public sealed class ParameterJsonTests
{
    private static readonly string Stored = Path.Combine(Repository.Root, "content", "schema", "session.schema.json");

    [Fact]
    public void Schema_OfSession_EqualsTheStoredFile()
    {
        // To accept a change of the records: FAE_WRITE_SCHEMA=1.
        SchemaDescriptions.Accept(Stored, ParameterJson.Schema());

        Assert.Equal(File.ReadAllText(Stored), ParameterJson.Schema());
    }

    [Fact]
    public void Parameters_OfTable_AreExactlyTheSingleValuesOfTheTree()
    {
        var single = Singles(JsonNode.Parse(ParameterJson.ToText(new SessionParameters()))!.AsObject(), string.Empty).Order(StringComparer.Ordinal);

        // A text, as the lists, is compared where it is used.
        Assert.Equal(single, ParameterTable.All.Select(parameter => parameter.Path).Append("condition/prompt").Append("condition/directions").Append("source/paint").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void With_EveryLeaf_IsReadBackAndChangesNothingElse()
    {
        foreach (var parameter in ParameterTable.All)
        {
            var value = parameter.Read(new SessionParameters()) == parameter.Maximum ? (parameter.IsMinimumExclusive ? 0.5 : parameter.Minimum) : parameter.Maximum;
            var changed = parameter.With(new SessionParameters(), value);
            var others = ParameterTable.All.Where(other => other != parameter && other.Read(changed) != other.Read(new SessionParameters()));

            Assert.Equal(value, parameter.Read(changed));
            Assert.Empty(others);
            Assert.Throws<ConfigException>(() => parameter.With(changed, parameter.Maximum + 1));
            Assert.Throws<ConfigException>(() => parameter.With(changed, double.NaN));
        }
    }

    [Fact]
    public void Parse_WrittenTree_IsTheSame()
    {
        var tree = new SessionParameters
        {
            Model = "other",
            Source = new SourceParameters { Seeds = [new WeightedSeed(ulong.MaxValue, 0.1)], Keyframes = [new Keyframe { Classes = [new WeightedClass(2, 0.5)] }] },
            Modulation = [new Modulation { Target = "source/x", Base = 0.25 }],
        };

        Assert.Equal(ParameterJson.ToText(tree), ParameterJson.ToText(ParameterJson.Parse(Encoding.UTF8.GetBytes(ParameterJson.ToText(tree)), "test")));
    }

    [Fact]
    public void Merge_PartOfTheTree_KeepsTheRest()
    {
        var merged = Merge(TestParameters.Of(seed: 4, steps: 3), """{ "sampler": { "guidance": 2.5 }, "source": { "seeds": [{ "seed": 7, "weight": 1 }, { "seed": 8, "weight": 2 }] } }""");

        Assert.Equal((3, 2.5), (merged.Sampler.Steps, merged.Sampler.Guidance));
        Assert.Equal([new WeightedSeed(7, 1), new WeightedSeed(8, 2)], merged.Source.Seeds);
    }

    [Theory]
    [InlineData("""{ "sampler": { "guidence": 2 } }""", "guidance")]
    [InlineData("""{ "source": { "mode": "wlak" } }""", "walk")]
    [InlineData("""{ "sampler": { "steps": "2" } }""", "steps")]
    [InlineData("""{ "sampler": null }""", "sampler")]
    [InlineData("""{ "paused": true, "paused": false }""", "twice")]
    [InlineData("""[1]""", "test")]
    [InlineData("""{""", "test")]
    public void Merge_WrongDocument_SaysWhereAndWhat(string patch, string said) =>
        Assert.Contains(said, Assert.Throws<ConfigException>(() => Merge(new SessionParameters(), patch)).Message, StringComparison.Ordinal);

    [Fact]
    public void At_UnknownPath_NamesTheNearest() =>
        Assert.Contains("sampler/steps", Assert.Throws<ConfigException>(() => ParameterTable.At("sampler/step")).Message, StringComparison.Ordinal);

    private static SessionParameters Merge(SessionParameters parameters, string patch) => ParameterJson.Merge(parameters, Encoding.UTF8.GetBytes(patch), "test");

    // Lists and the model's name are no single numbers.
    private static IEnumerable<string> Singles(JsonObject tree, string before) => tree.SelectMany(member => member.Value switch
    {
        JsonObject inner => Singles(inner, $"{before}{member.Key}/"),
        JsonArray => [],
        _ => member.Key == "model" ? [] : [$"{before}{member.Key}"],
    });
}
