using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Config;

public sealed class GeneratorConfigTests
{
    private static readonly ModelConfig Model = ArchitectureCatalogue.Model("tiny").Config with { FewStep = null };

    public static TheoryData<string> Names => new(ArchitectureCatalogue.All.OfType<GeneratorArchitecture>().Select(entry => entry.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_WhatWasWritten_IsTheSame(string name)
    {
        var generator = ArchitectureCatalogue.All.OfType<GeneratorArchitecture>().First(entry => entry.Name == name).Config;
        var text = Text(generator);

        Assert.Equal(text, Text(Read(text).Generator));
        Assert.Equal(generator.GetType(), Read(text).Generator.GetType());
        Assert.Equal(generator is LightningDiTConfig, !text.Contains("\"architecture\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_UnknownArchitecture_NamesThem()
    {
        var text = Text(Model.Generator).Replace("\"generator\": {", "\"generator\": { \"architecture\": \"mmdt\",", StringComparison.Ordinal);

        Assert.Contains("$.generator.architecture is 'mmdt'; give one of mmdit, starflow, tarflow, ddt, or leave it out.", Assert.Throws<ConfigException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MembersOfAnotherArchitecture_Refused()
    {
        var text = Text(Model.Generator).Replace("\"generator\": {", "\"generator\": { \"architecture\": \"mmdit\",", StringComparison.Ordinal);

        var refused = Assert.Throws<ConfigException>(() => Read(text)).Message;

        Assert.Contains("$.generator.rope is unknown", refused, StringComparison.Ordinal);
        Assert.Contains("$.generator.textWidth is missing", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_StudentOfAnotherArchitecture_Refused()
    {
        var model = Model with { Generator = new TarFlowConfig { Width = 64, Blocks = 2, LayersPerBlock = 1, Classes = 12 }, FewStep = new FewStepConfig() };

        Assert.Contains(model.Validate(), problem => problem.StartsWith("fewStep is given, but only a LightningDiT", StringComparison.Ordinal));
    }

    private static string Text(GeneratorConfig generator) => StrictJson.ToText(Model with { Generator = generator }, FaeJsonContext.Default.ModelConfig);

    private static ModelConfig Read(string text) => StrictJson.Parse<ModelConfig>(System.Text.Encoding.UTF8.GetBytes(text), "test");
}
