using FaeRealtime.Core.Config;
using FaeRealtime.Testing;

namespace FaeRealtime.Core.Tests.Config;

public sealed class ModelSchemaTests
{
    private static readonly string Stored = Path.Combine(Repository.Root, "content", "schema", "model.schema.json");

    private static string Actual { get; } = JsonSchemaText.ToText(FaeJsonContext.Default.ModelConfig, "FaeRealtime model", SchemaDescriptions.Of(FaeJsonContext.Default.ModelConfig));

    [Fact]
    public void ToText_Schema_EqualsTheStoredFile()
    {
        // To accept a change of the records or their summaries: FAE_WRITE_SCHEMA=1.
        SchemaDescriptions.Accept(Stored, Actual);

        Assert.Equal(File.ReadAllText(Stored), Actual);
    }

    [Theory]
    [InlineData("\"dataAtOne\"")]
    [InlineData("\"pretrainedGrid\"")]
    [InlineData("\"additionalProperties\": false")]
    [InlineData("\"description\": \"Steps of the solver, or points of its grid.")]
    [InlineData("\"default\": \"noiseAtOne\"")]
    [InlineData("dataAtOne: t = 1 is data, velocity x − ε (SiT, LightningDiT)")]
    public void ToText_Schema_KnowsTheMembers(string expected) =>
        Assert.Contains(expected, Actual, StringComparison.Ordinal);
}
