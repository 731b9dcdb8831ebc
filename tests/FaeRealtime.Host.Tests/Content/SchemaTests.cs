using System.Text.Json;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Testing;
using Json.Schema;

namespace FaeRealtime.Host.Tests.Content;

/// <summary>The schemas as another program reads them: they say what this one does.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "content");

    [Theory]
    [InlineData("default/config.json", "model")]
    [InlineData("default/recipe.json", "recipe")]
    [InlineData("recipes/emoji.json", "recipe")]
    [InlineData("recipes/faces.json", "recipe")]
    [InlineData("recipes/faces-pooled.json", "recipe")]
    [InlineData("recipes/faces-flow.json", "recipe")]
    [InlineData("recipes/micro.json", "recipe")]
    [InlineData("recipes/paper.json", "recipe")]
    [InlineData("recipes/small.json", "recipe")]
    public void Document_OfContent_FitsItsSchemaAndNoOther(string document, string schema)
    {
        var text = File.ReadAllText(Path.Combine(Folder, document));

        Assert.True(Fits(text, Schema(schema)));
        Assert.False(Fits(text, Schema("session")));
        Assert.False(Fits(text.Insert(text.IndexOf('{', StringComparison.Ordinal) + 1, "\"misspelt\": 1, "), Schema(schema)));
    }

    [Fact]
    public void Parameters_AboutEveryRange_AreRefusedByBothOrNeither()
    {
        var schema = Schema("session");
        Assert.True(Fits(ParameterJson.ToText(new SessionParameters()), schema));
        foreach (var parameter in ParameterTable.All.Where(parameter => parameter.Kind is ParameterKind.Number or ParameterKind.Whole))
        {
            foreach (var value in new[] { parameter.Minimum - 1, parameter.Minimum, parameter.Minimum + 0.5, parameter.Maximum, parameter.Maximum + 1 })
            {
                Assert.True(Allows(parameter, value) == Fits(At(parameter.Path, value).ToJsonString(), schema), $"{parameter.Path} = {value}");
            }
        }
    }

    [Fact]
    public void Parameters_OfEveryChoice_AreTheSchemas()
    {
        var schema = Schema("session");
        foreach (var parameter in ParameterTable.All.Where(parameter => parameter.Kind == ParameterKind.Choice))
        {
            Assert.All(parameter.Choices, choice => Assert.True(Fits(At(parameter.Path, choice).ToJsonString(), schema), $"{parameter.Path} = {choice}"));
            Assert.False(Fits(At(parameter.Path, "none of them").ToJsonString(), schema), parameter.Path);
        }
    }

    private static JsonSchema Schema(string name) => JsonSchema.FromText(File.ReadAllText(Path.Combine(Folder, "schema", $"{name}.schema.json")));

    private static bool Fits(string document, JsonSchema schema)
    {
        using var parsed = JsonDocument.Parse(document);
        return schema.Evaluate(parsed.RootElement).IsValid;
    }

    private static bool Allows(ParameterDefinition parameter, double value)
    {
        try
        {
            parameter.With(new SessionParameters(), value);
            return true;
        }
        catch (ConfigException)
        {
            return false;
        }
    }

    private static JsonObject At(string path, JsonNode value) =>
        path.Split('/').Reverse().Aggregate(value, (inner, name) => new JsonObject { [name] = inner }).AsObject();
}
