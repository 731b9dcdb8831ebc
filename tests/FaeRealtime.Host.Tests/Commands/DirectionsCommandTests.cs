using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class DirectionsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;

    public DirectionsCommandTests()
    {
        _model = TestModel.Create(_folder.At("model"), TestModel.Micro with { Generator = TestModel.Micro.Generator with { Text = new TextConditionConfig { Encoder = "two", Width = 2 } } });
        new PhraseTable("two", 2, ["wide smile", "sad mouth"], [1, 0, 0, 1]).Save(_model.PhrasesPath);
    }

    [Fact]
    public async Task Directions_OfAModel_AreWrittenToldAndPlayedAndRemade()
    {
        Succeeded(await Directions("--components", "3", "--samples", "24", "--names", "Background", "--steps", "1"));
        var vectors = await File.ReadAllBytesAsync(_model.DirectionVectorsPath);
        var named = ModelDirections.Of(_model)!;
        Assert.Equal(["background", "component 2", "component 3"], named.All.Select(one => one.Name));
        Assert.StartsWith("component 1 of 24 pictures", named.All[0].Origin, StringComparison.Ordinal);

        // The same again, and the components stay where only phrases are asked for.
        Succeeded(await Directions("--components", "3", "--samples", "24", "--names", "Background", "--steps", "1", "--threads", "2"));
        Assert.Equal(vectors, await File.ReadAllBytesAsync(_model.DirectionVectorsPath));
        Succeeded(await Directions("--phrase", "smile=wide smile/sad mouth", "--phrase", "grin=wide smile"));
        named = ModelDirections.Of(_model)!;
        Assert.Equal(["smile", "grin", "background", "component 2", "component 3"], named.All.Select(one => one.Name));
        var scale = (float)(Half)MathF.Sqrt(2);
        Assert.Equal([scale, -scale], named.Vector(0).ToArray());

        var info = await FaeProcess.Run(["info", _model.Path]);
        Assert.Contains("directions: smile (-1 to 1), grin (-1 to 1), background (-3 to 3)", info.Output, StringComparison.Ordinal);

        Succeeded(await FaeProcess.Run(["images", _model.Path, "--seeds", "7", "--out", _folder.At("plain.png")]));
        Succeeded(await FaeProcess.Run(["images", _model.Path, "--seeds", "7", "--direction", "background:2, smile:-1", "--out", _folder.At("a.png")]));
        var again = await FaeProcess.Run(["info", _folder.At("a.png"), "--json"]);
        Assert.Contains("background:2, smile:-1", again.Output, StringComparison.Ordinal);
        var remade = await FaeProcess.Run(["remake", _folder.At("a.png"), "--out", _folder.At("b.png")]);
        Assert.Contains("equal, every pixel", remade.Output, StringComparison.Ordinal);
        Assert.NotEqual(await File.ReadAllBytesAsync(_folder.At("plain.png")), await File.ReadAllBytesAsync(_folder.At("a.png")));

        Succeeded(await FaeProcess.Run(["video", _model.Path, "--seeds", "3-4", "--w-frames", "4", "--direction", "background:2, smile:-1", "--out", _folder.At("v%d.png")]));
        Assert.Contains("equal, every pixel", (await FaeProcess.Run(["remake", _folder.At("v3.png")])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--phrase needs a generator that knows words", "plain", "--phrase", "smile=a/b")]
    [InlineData("write NAME=PHRASE/PHRASE", "model", "--phrase", "smile")]
    [InlineData("'wide grin' is not among the 2 phrases", "model", "--phrase", "smile=wide grin")]
    [InlineData("--names has 2 names for 1 components", "model", "--components", "1", "--names", "a,b")]
    [InlineData("Two directions would be called 'a'", "model", "--phrase", "a=wide smile", "--phrase", "a=sad mouth")]
    [InlineData("which have 13 at most", "model", "--components", "14", "--samples", "16", "--steps", "1")]
    public async Task Directions_WhatCannotBe_IsRefusedAndWritesNothing(string reason, string model, params string[] options)
    {
        TestModel.Create(_folder.At("plain"));
        var run = await FaeProcess.Run(["directions", _folder.At(model), .. options]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.At(model), ModelFolder.DirectionsFile)));
    }

    [Fact]
    public async Task Direction_UnknownToTheModel_IsRefusedWithThoseThatThereAre()
    {
        Succeeded(await Directions("--phrase", "smile=wide smile/sad mouth"));
        (await FaeProcess.Run(["images", _model.Path, "--direction", "grin:1", "--out", _folder.At("a.png")])).AssertRefused(2, "has smile");
    }

    public void Dispose() => _folder.Dispose();

    private Task<FaeResult> Directions(params string[] options) => FaeProcess.Run(["directions", _model.Path, .. options]);

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, run.Output + run.Error);
}
