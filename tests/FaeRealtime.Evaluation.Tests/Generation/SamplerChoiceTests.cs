using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Generation;

namespace FaeRealtime.Evaluation.Tests.Generation;

public sealed class SamplerChoiceTests
{
    [Fact]
    public void ParseList_SeveralKinds_ReadsThemAll()
    {
        var choices = SamplerChoice.ParseList("teacher:50, teacher:50@1.5,few-step:2");

        Assert.Equal([new(GeneratorVariant.Teacher, 50), new(GeneratorVariant.Teacher, 50, 1.5), new(GeneratorVariant.FewStep, 2)], choices);
        Assert.Equal(["teacher:50", "teacher:50@1.5", "few-step:2"], choices.Select(choice => choice.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("teacher")]
    [InlineData("teacher:0")]
    [InlineData("teacher:8@")]
    [InlineData("teacher:8@NaN")]
    [InlineData("teacher:8@1@2")]
    [InlineData("few-step:2@1.5")]
    [InlineData("student:2")]
    [InlineData("teacher:8,teacher:8")]
    public void ParseList_Wrong_NamesTheOption(string text) =>
        Assert.StartsWith("Samplers are", Assert.Throws<ConfigException>(() => SamplerChoice.ParseList(text)).Message, StringComparison.Ordinal);
}
