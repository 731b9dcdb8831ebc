using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Remote.Tests.Osc;

public sealed class OscTableTests
{
    private readonly List<string> _done = [];
    private readonly OscTable _table;

    public OscTableTests() => _table = new OscTable(new OscActions
    {
        Act = name => _done.Add(name),
        Recall = name => _done.Add($"recall {name}"),
        Capture = () => _done.Add("capture"),
        Record = on => _done.Add($"record {on}"),
        Classes = () => ["smile", "star"],
        Directions = () => ["wide smile", "hair"],
    });

    [Fact]
    public void Parameters_OfTheTable_AllHaveAnAddressThatSetsThem()
    {
        foreach (var parameter in ParameterTable.All)
        {
            var requested = parameter.Kind == ParameterKind.Number ? (parameter.Minimum + parameter.Maximum) / 2.0 : parameter.Maximum;
            var changed = Apply($"/fae/{parameter.Path}", requested);
            Assert.Equal(requested, parameter.Read(changed));
            Assert.Contains(OscTable.Targets, target => target.Address == $"/fae/{parameter.Path}" && target.Description == parameter.Summary);
        }
    }

    [Fact]
    public void Targets_ForWhoeverAsks_AreDistinctAndWork()
    {
        Assert.Equal(OscTable.Targets.Count, OscTable.Targets.Select(target => target.Address).Distinct().Count());
        foreach (var name in new[] { "steps", "guidance", "seeds", "latent/x", "latent/y", "loop/phase", "class/<id>", "preset", "capture", "record", "tempo/bpm", "blackout", "prompt", "direction", "directions", "directions/<name>", "out/subscribe" })
        {
            Assert.Contains(OscTable.Targets, target => target.Address == $"/fae/{name}");
        }
    }

    [Fact]
    public void ShortNames_OfParameters_MeanTheSame()
    {
        Assert.Equal(5, Apply("/fae/steps", 5L).Sampler.Steps);
        Assert.Equal(1.5, Apply("/fae/guidance", 1.5).Sampler.Guidance);
        Assert.Equal(-3.25, Apply("/fae/latent/x", -3.25).Source.X);
        Assert.Equal(0.25, Apply("/fae/loop/phase", 0.25).Source.Phase);
        Assert.Equal(SourceMode.Loop, Apply("/fae/mode", "loop").Source.Mode);
        Assert.True(Apply("/fae/blackout", true).Blackout);
        Assert.Equal(140.0, Apply("/fae/bpm", 140L).Tempo.Bpm);
    }

    [Fact]
    public void Seeds_InTurnWithWeights_ReplaceTheBlend()
    {
        Assert.Equal([new WeightedSeed(3, 0.25), new WeightedSeed(1UL << 40, 0.75)], Apply("/fae/seeds", 3L, 0.25, 1L << 40, 0.75).Source.Seeds);
        Assert.Equal([new WeightedSeed(9, 1.0)], Apply("/fae/seeds", 9L).Source.Seeds);
    }

    [Fact]
    public void Class_ByItsIndex_EntersAndParametersTheBlend()
    {
        var change = new OscChange(new SessionParameters());
        _table.Apply(Message("/fae/class/2", 0.5), change);
        _table.Apply(Message("/fae/class/0", 1.0), change);
        Assert.Equal([new WeightedClass(2, 0.5), new WeightedClass(0, 1.0)], change.Parameters.Condition.Classes);
        _table.Apply(Message("/fae/class/2", 0.0), change);
        Assert.Equal([new WeightedClass(0, 1.0)], change.Parameters.Condition.Classes);
    }

    [Fact]
    public void Classes_ByIndexOrName_ReplaceTheBlend()
    {
        Assert.Equal([new WeightedClass(1, 1.0)], Apply("/fae/class", 1.0).Condition.Classes);
        Assert.Equal([new WeightedClass(1, 1.0)], Apply("/fae/class", "Star").Condition.Classes);
        Assert.Equal([new WeightedClass(7, 1.0)], Apply("/fae/class", "7").Condition.Classes);
        Assert.Equal([new WeightedClass(0, 0.25), new WeightedClass(1, 0.75)], Apply("/fae/classes", "smile", 0.25, 1L, "0.75").Condition.Classes);
        Assert.Equal([new WeightedClass(1, 0.75)], Apply("/fae/classes", 0L, 0.0, 1L, 0.75).Condition.Classes);
        Assert.Empty(Apply("/fae/class").Condition.Classes);
    }

    [Fact]
    public void Directions_ByNameOrAddress_EnterAndLeave()
    {
        var change = new OscChange(new SessionParameters());
        _table.Apply(Message("/fae/direction", "Wide smile", 1.5), change);
        _table.Apply(Message("/fae/directions/hair", -2L), change);
        Assert.Equal("wide smile:1.5, hair:-2", change.Parameters.Condition.Directions);
        _table.Apply(Message("/fae/directions/wide_smile", 0.0), change);
        Assert.Equal("hair:-2", change.Parameters.Condition.Directions);
        _table.Apply(Message("/fae/directions", "hair:1, wide smile:2"), change);
        Assert.Equal("hair:1, wide smile:2", change.Parameters.Condition.Directions);
        Assert.Equal(["/fae/directions/wide_smile", "/fae/directions/hair"], _table.Matching(OscPattern.Of("/fae/directions/*")!));
        Assert.NotNull(new OscMap([new OscMapping { From = "/1/fader1", To = "/fae/directions/wide_smile", Value = "x * 6 - 3" }]));
        Assert.Throws<ConfigException>(() => new OscMap([new OscMapping { From = "/1/fader1", To = "/fae/directions/<name>" }]));
    }

    [Fact]
    public void Numbers_OfAnyType_AreOne()
    {
        Assert.Equal(5, Apply("/fae/steps", 5.0).Sampler.Steps);
        Assert.Equal(5, Apply("/fae/steps", "5").Sampler.Steps);
        Assert.Equal(0.5, Apply("/fae/speed", "0.5").Source.Speed);
        Assert.Equal(SourceMode.Loop, Apply("/fae/mode", "1").Source.Mode);
        Assert.True(Apply("/fae/blackout", "1").Blackout);
        Assert.Equal([new WeightedSeed(3, 0.7), new WeightedSeed(5, 0.3)], Apply("/fae/seeds", 3.0, 0.7, "5", 0.3).Source.Seeds);
        Assert.Equal([new WeightedSeed(9007199254740993, 1.0)], Apply("/fae/seeds", "9007199254740993").Source.Seeds);
    }

    [Fact]
    public void Map_ToAnUnknownAddress_IsRefusedAtOnce()
    {
        Assert.Contains("'/fae/speed'", Assert.Throws<ConfigException>(() => new OscMap([new OscMapping { From = "/1/fader1", To = "/fae/sped" }])).Message, StringComparison.Ordinal);
        Assert.Throws<ConfigException>(() => new OscMap([new OscMapping { From = "/1/fader1", To = "/fae/class/x" }]));
        Assert.NotNull(new OscMap([new OscMapping { From = "/1/fader1", To = "/fae/class/3" }]));
    }

    [Fact]
    public void Phrases_OneByOne_MakeThePrompt()
    {
        var change = new OscChange(new SessionParameters());
        foreach (var (message, prompt) in new[]
        {
            (Message("/fae/phrase", "red hair", 1.5), "red hair:1.5"),
            (Message("/fae/prompt/round_glasses", 1L), "red hair:1.5, round glasses"),
            (Message("/fae/prompt", "a hat, red hair"), "a hat, red hair"),
            (Message("/fae/prompt/Red_Hair", 0.25), "a hat, red hair:0.25"),
            (Message("/fae/phrase", "a hat", 0L), "red hair:0.25"),
        })
        {
            _table.Apply(message, change);
            Assert.Equal(prompt, change.Parameters.Condition.Prompt);
        }
    }

    [Fact]
    public void Actions_OfMessages_WaitForTheirPacket()
    {
        var change = new OscChange(new SessionParameters());
        foreach (var message in new[] { Message("/fae/preset", "night"), Message("/fae/capture"), Message("/fae/record", true), Message("/fae/action/tap", 1L), Message("/fae/action/tap", 0L), Message("/fae/tap"), new OscMessage("/fae/newSeed", [OscArgument.Press]) })
        {
            _table.Apply(message, change);
        }

        Assert.Empty(_done);
        change.Actions.ForEach(action => action());
        Assert.Equal(["recall night", "capture", "record True", "tap", "tap", "newSeed"], _done);
    }

    [Theory]
    [InlineData("/fae/steps", "not 'text'", "text")]
    [InlineData("/fae/steps", "1 to 1000", 0L)]
    [InlineData("/fae/steps", "whole", 1.5)]
    [InlineData("/fae/steps", "one argument")]
    [InlineData("/fae/steps", "one argument", 1L, 2L)]
    [InlineData("/fae/guidance", "0 to 100", double.NaN)]
    [InlineData("/fae/guidance", "0 to 100", double.PositiveInfinity)]
    [InlineData("/fae/guidance", "not true", true)]
    [InlineData("/fae/blackout", "blackout", 0.5)]
    [InlineData("/fae/mode", "walk, loop", "dance")]
    [InlineData("/fae/mode", "walk, loop", 9L)]
    [InlineData("/fae/seeds", "in turn")]
    [InlineData("/fae/seeds", "seed -1", -1L)]
    [InlineData("/fae/seeds", "weight", 1L, "x")]
    [InlineData("/fae/class/x", "index", 1.0)]
    [InlineData("/fae/class/99999999999", "index", 1.0)]
    [InlineData("/fae/prompt", "one argument")]
    [InlineData("/fae/phrase", "a name and a number", "red hair")]
    [InlineData("/fae/prompt/red_hair", "-100 to 100", -101.0)]
    [InlineData("/fae/direction", "a name and a number", "smile")]
    [InlineData("/fae/direction", "a name and a number", 1L, 2L)]
    [InlineData("/fae/directions/smile", "takes a number", "x")]
    [InlineData("/fae/directions/smile", "-100 to 100", 101L)]
    [InlineData("/fae/directions/<name>", "names no direction", 1L)]
    [InlineData("/fae/stepz", "'/fae/steps'", 1L)]
    [InlineData("/other", "nearest")]
    [InlineData("/fae/tempo/speeed", "/speed'", 1L)]
    [InlineData("/fae/foo/steps", "'/fae/steps'", 1L)]
    [InlineData("/fae/seeds", "seed 1.5", 1.5)]
    [InlineData("/fae/seeds", "seed 1E+17", 1e17)]
    [InlineData("/fae/class", "one class", 1L, 0.5)]
    [InlineData("/fae/class", "'moon'", "moon")]
    public void Message_ThatDoesNotFit_IsRefusedWithTheReason(string address, string reason, params object[] values)
    {
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => Apply(address, values)).Message, StringComparison.Ordinal);
        Assert.Empty(_done);
    }

    private SessionParameters Apply(string address, params object[] values)
    {
        var change = new OscChange(new SessionParameters());
        _table.Apply(Message(address, values), change);
        return change.Parameters;
    }

    private static OscMessage Message(string address, params object[] values) => new(address, [.. values.Select(value => value switch
    {
        long whole => OscArgument.Of(whole),
        double real => OscArgument.Of(real),
        bool on => OscArgument.Of(on),
        _ => OscArgument.Of((string)value),
    })]);
}
