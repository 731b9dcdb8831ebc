using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Formats.Png;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class RemakeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RemakeCommandTests() => TestModel.Create(_folder.At("model"), TestModel.Micro with { FewStep = new FewStepConfig { Steps = 3 } });

    [Theory]
    [InlineData("--seeds", "7")]
    [InlineData("--seeds", "7", "--steps", "3", "--shift", "1", "--cfg-scale", "2.5", "--class", "1:3,2:1")]
    [InlineData("--seeds", "7", "--class", "none")]
    [InlineData("--seeds", "7", "--size", "80")]
    [InlineData("--seeds", "3-5,1", "--grid", "3x2", "--size", "48")]
    [InlineData("--seeds", "7", "--few-step", "--class", "2")]
    [InlineData("--seeds", "7", "--engine", "torch", "--threads", "1")]
    [InlineData("--seeds", "3-5,1", "--grid", "3x2", "--few-step")]
    public async Task Remake_PictureOfImages_IsEqual(params string[] options)
    {
        Succeeded(await FaeProcess.Run(["images", _folder.At("model"), "--out", _folder.At("a.png"), .. options]));
        var run = await Remake("a.png", "--out", _folder.At("b.png"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("equal, every pixel", run.Output, StringComparison.Ordinal);
        Assert.Equal(MetadataFile.Read(_folder.At("a.png")), MetadataFile.Read(_folder.At("b.png")));
    }

    [Fact]
    public async Task Remake_FrameOfAVideo_IsEqual()
    {
        Succeeded(await FaeProcess.Run(["video", _folder.At("model"), "--few-step", "--seeds", "3-4", "--w-frames", "4", "--size", "40", "--out", _folder.At("v%d.png")]));
        Assert.Contains("equal, every pixel", (await Remake("v3.png")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remake_ChangedPixel_TellsAndExitsTwo()
    {
        Succeeded(await Images());
        var metadata = MetadataFile.Read(_folder.At("a.png"));
        using (var image = Image.Load<Rgba32>(_folder.At("a.png")))
        {
            image[3, 4] = new Rgba32(image[3, 4].R, (byte)(image[3, 4].G ^ 64), image[3, 4].B, 255);
            var pixels = new byte[image.Width * image.Height * 4];
            image.CopyPixelDataTo(pixels);
            PngFile.Write(_folder.At("a.png"), pixels, image.Width, image.Height, metadata);
        }

        var run = await Remake("a.png", "--json");
        Assert.Equal(2, run.ExitCode);
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((false, 1, 64), (report.GetProperty("equal").GetBoolean(), report.GetProperty("differing").GetInt64(), report.GetProperty("largest").GetInt32()));
    }

    [Fact]
    public async Task Remake_OtherModel_IsRefused()
    {
        Succeeded(await Images());
        TestModel.Create(_folder.At("other"));
        (await FaeProcess.Run(["remake", _folder.At("a.png"), "--model", _folder.At("other")])).AssertRefused(2, "was made by model 'model' of hash");
    }

    [Fact]
    public async Task Remake_ModelNotNamed_IsFoundBesideThePictureOrAskedFor()
    {
        Succeeded(await Images());
        Succeeded(await FaeProcess.Run(["remake", _folder.At("a.png")]));
        Directory.Delete(_folder.At("model"), recursive: true);
        (await FaeProcess.Run(["remake", _folder.At("a.png")])).AssertRefused(2, "Give --model its folder");
    }

    [Fact]
    public async Task Remake_WhatCannotBe_SaysWhy()
    {
        PngFile.Write(_folder.At("plain.png"), new byte[16], 2, 2, null);
        PngFile.Write(_folder.At("foreign.png"), new byte[16], 2, 2, "{\"program\":\"another\"}");
        Succeeded(await FaeProcess.Run(["video", _folder.At("model"), "--few-step", "--seeds", "3-4", "--w-frames", "1", "--out", _folder.At("v.webp")]));
        (await Remake("plain.png")).AssertRefused(2, "does not say what made it");
        (await Remake("foreign.png")).AssertRefused(2, "the metadata of");
        (await Remake("v.webp")).AssertRefused(2, "is no PNG");
        (await Remake("none.png")).AssertRefused(2, "does not exist");
    }

    [Fact]
    public async Task Info_PictureOrVideo_PrintsItsMetadata()
    {
        Succeeded(await Images());
        Succeeded(await FaeProcess.Run(["video", _folder.At("model"), "--few-step", "--seeds", "3-4", "--w-frames", "1", "--out", _folder.At("v.webp")]));
        var picture = JsonDocument.Parse((await FaeProcess.Run(["info", _folder.At("a.png"), "--json"])).Output).RootElement;
        var video = JsonDocument.Parse((await FaeProcess.Run(["info", _folder.At("v.webp"), "--json"])).Output).RootElement;
        Assert.Equal(("images", 7), (picture.GetProperty("verb").GetString(), picture.GetProperty("parameters").GetProperty("source").GetProperty("seeds")[0].GetProperty("seed").GetInt32()));
        Assert.Equal(("video", 2), (video.GetProperty("verb").GetString(), video.GetProperty("film").GetProperty("frames").GetInt32()));
        Assert.StartsWith($"fae remake {_folder.At("a.png")}", (await FaeProcess.Run(["info", _folder.At("a.png")])).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, run.Error);

    private Task<FaeResult> Images() => FaeProcess.Run(["images", _folder.At("model"), "--seeds", "7", "--out", _folder.At("a.png")]);

    private Task<FaeResult> Remake(string name, params string[] more) => FaeProcess.Run(["remake", _folder.At(name), "--model", _folder.At("model"), .. more]);
}
