using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Tests;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Tests;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp;
using TorchSharp;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class MorphCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MorphCommandTests()
    {
        TestModel.Create(_folder.At("model"));
        using var encoder = VisionTransformer.Random(TestModel.Micro.Encoder, 11, torch.CPU);
        ModuleCheckpoint.Save(encoder, _folder.At("vit.safetensors"));
    }

    [Fact]
    public async Task Morph_Seeds_StartsAndEndsAtTheirPictures()
    {
        Succeeded(await Morph("4", "9", "--frames", "5", "--out", _folder.At("m%d.png")));
        Succeeded(await FaeProcess.Run(["images", _folder.At("model"), "--seeds", "4,9", "--steps", "2", "--out", _folder.At("stills")]));
        Assert.Equal(Pixels("stills/4.png"), Pixels("m0.png"));
        Assert.Equal(Pixels("stills/9.png"), Pixels("m4.png"));
        Assert.NotEqual(Pixels("m0.png"), Pixels("m2.png"));
        Assert.NotEqual(Pixels("m4.png"), Pixels("m2.png"));
    }

    [Fact]
    public async Task Morph_Loop_GoesThereAndBack()
    {
        Succeeded(await Morph("4", "9", "--frames", "8", "--loop", "--easing", "linear", "--out", _folder.At("m%d.png")));
        Assert.Equal(Pixels("m1.png"), Pixels("m7.png"));
        Assert.Equal(Pixels("m3.png"), Pixels("m5.png"));
        Assert.NotEqual(Pixels("m0.png"), Pixels("m4.png"));
    }

    [Fact]
    public async Task Morph_Photos_GoThroughTheModelsEncoder()
    {
        var (a, b) = (Photo("a.png", 1), Photo("b.png", 6));
        Succeeded(await Morph(a, b, "--encoder", _folder.At("vit.safetensors"), "--frames", "3", "--out", _folder.At("m%d.png")));
        Succeeded(await Morph(a, "9", "--encoder", _folder.At("vit.safetensors"), "--frames", "2", "--out", _folder.At("n%d.png")));
        Assert.Equal(Pixels("m0.png"), Pixels("n0.png"));
        Assert.NotEqual(Pixels("m0.png"), Pixels("m2.png"));
        var metadata = MetadataFile.ReadGeneration(_folder.At("m0.png"));
        Assert.Equal("morph", metadata.Command);
        Assert.StartsWith("a.png sha256:", metadata.Ends![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Morph_EndsWithWords_ShowThemAndAreToldAgain()
    {
        var text = new TextConditionConfig { Encoder = "two", Width = 2 };
        var model = TestModel.Create(_folder.At("words"), TestModel.Micro with { Generator = TestModel.Micro.Generator with { Text = text } });
        new PhraseTable("two", 2, ["red hair", "robot"], [1, 0, 0, 1]).Save(model.PhrasesPath);
        string[] words = ["--model", model.Path, "--steps", "2"];

        Succeeded(await FaeProcess.RunIn(_folder.Path, ["morph", "4: red hair", "4:robot", "--frames", "3", "--out", "w%d.png", .. words]));
        Succeeded(await FaeProcess.RunIn(_folder.Path, ["images", model.Path, "--seeds", "4", "--steps", "2", "--prompt", "red hair", "--out", "red.png"]));
        Succeeded(await FaeProcess.RunIn(_folder.Path, ["images", model.Path, "--seeds", "4", "--steps", "2", "--prompt", "robot", "--class", "none", "--out", "robot.png"]));
        var info = await FaeProcess.RunIn(_folder.Path, ["info", "w0.png"]);
        var unknown = await FaeProcess.RunIn(_folder.Path, ["morph", "4: red hair", "4: violin", .. words]);

        Assert.Equal(Pixels("red.png"), Pixels("w0.png"));
        Assert.Equal(Pixels("robot.png"), Pixels("w2.png"));
        Assert.NotEqual(Pixels("w0.png"), Pixels("w2.png"));
        Assert.Contains("fae morph '4: red hair' '4: robot'", info.Output, StringComparison.Ordinal);
        unknown.AssertRefused(2, "'violin' is not among the 2 phrases");
    }

    [Fact]
    public async Task Morph_WhatCannotBe_SaysWhat()
    {
        var photo = Photo("a.png", 1);
        await File.WriteAllTextAsync(_folder.At("text.png"), "text");
        (await Morph(photo, "3")).AssertRefused(2, "give --encoder FILE");
        (await Morph("none.png", "3")).AssertRefused(2, "neither a picture file that is there nor a seed");
        (await Morph("1", "3", "--frames", "1")).AssertRefused(2, "--frames is 1");
        (await Morph("1", "3", "--easing", "jump")).AssertRefused(2, "--easing is 'jump'");
        (await Morph(_folder.At("text.png"), "3", "--encoder", _folder.At("vit.safetensors"))).AssertRefused(2, "text.png cannot be read");
        (await Morph(photo, "3", "--encoder", photo)).AssertRefused(2, "a.png");
    }

    public void Dispose() => _folder.Dispose();

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, run.Error);

    private Task<FaeResult> Morph(string from, string to, params string[] more) => FaeProcess.RunIn(_folder.Path, ["morph", from, to, "--model", _folder.At("model"), "--steps", "2", .. more]);

    private string Photo(string name, int frame)
    {
        using var image = Image.LoadPixelData<Rgba32>(TestFrames.Frame(frame, 90, 70), 90, 70);
        image.SaveAsPng(_folder.At(name));
        return _folder.At(name);
    }

    private byte[] Pixels(string name)
    {
        using var image = Image.Load<Rgba32>(_folder.At(name));
        var rgba = new byte[image.Width * image.Height * 4];
        image.CopyPixelDataTo(rgba);
        return rgba;
    }
}
