using FaeRealtime.Core.Config;
using FaeRealtime.Testing;

namespace FaeRealtime.Core.Tests.Config;

public sealed class ModelSchemaTests
{
    private static readonly string Stored = Path.Combine(Repository.Root, "content", "schema", "model.schema.json");

    [Fact]
    public void ToText_Schema_EqualsTheStoredFile()
    {
        // To accept a change of the records, write the actual text into the file.
        Assert.Equal(File.ReadAllText(Stored), JsonSchemaText.ToText(FaeJsonContext.Default.ModelConfig, "FaeRealtime model"));
    }

    [Theory]
    [InlineData("\"dataAtOne\"")]
    [InlineData("\"pretrainedGrid\"")]
    [InlineData("\"additionalProperties\": false")]
    public void ToText_Schema_KnowsTheMembers(string expected) =>
        Assert.Contains(expected, JsonSchemaText.ToText(FaeJsonContext.Default.ModelConfig, "FaeRealtime model"), StringComparison.Ordinal);
}
