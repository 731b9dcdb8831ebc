using System.CommandLine;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands;
using FaeRealtime.Host.Commands.Live;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Host.Tests.Commands.Live;

public sealed class LiveOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LiveOptionsTests() => TestModel.Create(_folder.At("model"));

    [Fact]
    public void Read_SeedsAndClasses_AreKeyframesAndWeights()
    {
        var request = Read("--seeds", "3-5,9", "--class", "0:0.7,class 2:0.3", "--steps", "2", "--fps-limit", "30", "--no-vsync", "--fullscreen", "--monitor", "2");
        Assert.Equal(SourceMode.Keyframes, request.Parameters.Source.Mode);
        Assert.Equal([3ul, 4, 5, 9], request.Parameters.Source.Keyframes.Select(keyframe => keyframe.Seeds.Single().Seed));
        Assert.Equal([new WeightedClass(0, 0.7), new WeightedClass(2, 0.3)], request.Parameters.Condition.Classes);
        Assert.Equal((2, 30.0, false), (request.Parameters.Sampler.Steps, request.Parameters.Pacing.FpsLimit, request.Parameters.Pacing.Vsync));
        Assert.Equal((true, 2), (request.FullScreen, request.Monitor));
    }

    [Fact]
    public void Read_Encoder_IsThereOrRefused()
    {
        Assert.Null(Read().Input);
        File.WriteAllText(_folder.At("vit.safetensors"), "x");
        Assert.Equal(_folder.At("vit.safetensors"), Read("--encoder", _folder.At("vit.safetensors")).Input?.Encoder);
        Assert.Contains("--encoder", Assert.Throws<ConfigException>(() => Read("--encoder", _folder.At("none"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("morph", SourceSpace.Latent)]
    [InlineData("features", SourceSpace.Feature)]
    [InlineData("walk", SourceSpace.Noise)]
    public void Read_Mode_IsASpace(string mode, SourceSpace space) => Assert.Equal(space, Read("--mode", mode).Parameters.Source.Space);

    [Fact]
    public void Read_OneSeed_StartsAWalk()
    {
        var request = Read("--seeds", "7");
        Assert.Equal((SourceMode.Walk, 7ul), (request.Parameters.Source.Mode, request.Parameters.Source.Seeds.Single().Seed));
    }

    [Fact]
    public void Read_Preset_IsWhatTheSessionStartsWith()
    {
        new PresetFolder(_folder.At("presets")).Store("mine", TestParameters.Of(seed: 77, fps: 10));
        var request = Read("--presets", _folder.At("presets"), "--preset", "mine");
        Assert.Equal((77ul, 60.0), (request.Parameters.Source.Seeds[0].Seed, request.Parameters.Pacing.FpsLimit));
    }

    [Fact]
    public void Read_PromptOfAModelWithWords_IsWhatTheSessionStartsWith()
    {
        var model = TestModel.Create(_folder.At("words"), TestModel.Micro with { Generator = TestModel.Micro.Generator with { Text = new TextConditionConfig { Encoder = "two", Width = 2 } } });
        new PhraseTable("two", 2, ["red hair", "glasses"], [1, 0, 0, 1]).Save(model.PhrasesPath);
        var condition = Read(_folder.At("words"), ["--prompt", "red hair:1.5, glasses"]).Parameters.Condition;
        Assert.Equal("red hair:1.5, glasses", condition.Prompt);
        Assert.False(condition.DrawsClass, "a drawn class would speak against the words");
        Assert.True((condition with { Prompt = "" }).DrawsClass, "but is drawn where they are taken back");
    }

    /// <summary>The parser takes two of a name without a word, and one of them is never heard.</summary>
    [Fact]
    public void Options_OfEveryCommand_HaveNamesOfTheirOwn()
    {
        using var termination = Termination.Start();
        Assert.All(CommandList.For(["@every"], termination).SelectMany(WithInner), command =>
        {
            string[] names = [.. command.Options.SelectMany(option => option.Aliases.Append(option.Name))];
            Assert.Equal(names.Distinct(), names);
        });
    }

    [Theory]
    [InlineData("--prompt", "a cat", "knows no words")]
    [InlineData("--fps-limit", "0", "1 to 1000")]
    [InlineData("--seeds", "5-3", "--seeds")]
    [InlineData("--keys", "none.json", "none.json")]
    [InlineData("--preset", "none", "no preset 'none'")]
    [InlineData("--class", "9", "0 to 2")]
    public void Read_WrongValue_SaysWhatIsAllowed(string option, string value, string said) =>
        Assert.Contains(said, Assert.Throws<ConfigException>(() => Read(option, value, "--presets", _folder.At("presets"))).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<Command> WithInner(Command command) => command.Subcommands.SelectMany(WithInner).Prepend(command);

    private LiveRequest Read(params string[] arguments) => Read(_folder.At("model"), arguments);

    private static LiveRequest Read(string model, string[] arguments)
    {
        var options = new LiveOptions();
        var command = new Command("live");
        options.AddTo(command);
        return options.Read(command.Parse([model, .. arguments]));
    }
}
