using System.Diagnostics;
using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Noise;
using FaeRealtime.Engines;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Tests;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class ImagesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImagesCommandTests() => TestModel.Create(_folder.At("model"));

    [Theory]
    [InlineData("cpu")]
    [InlineData("torch")]
    public async Task Images_Folder_HasThePictureOfTheLiveEngineForEachSeed(string engine)
    {
        Succeeded(await Images("--seeds", "3,8-9", "--steps", "3", "--cfg-scale", "2", "--threads", "1", "--engine", engine, "--out", _folder.At("out")));

        Assert.Equal(["3.png", "8.png", "9.png"], Directory.EnumerateFiles(_folder.At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var seed in new ulong[] { 3, 8, 9 })
        {
            using var picture = Image.Load<Rgba32>(_folder.At($"out/{seed}.png"));
            Assert.Equal(LivePicture(engine, seed), Bytes(picture));
            Assert.Contains(picture.Metadata.GetPngMetadata().TextData, text => (text.Keyword, text.Value) == ("seed", $"{seed}"));
        }
    }

    [Fact]
    public async Task Images_Grid_HoldsTheSinglePicturesInOrder()
    {
        Succeeded(await Images("--seeds", "0-2", "--steps", "1", "--grid", "2x2", "--out", _folder.At("grid.png")));
        Succeeded(await Images("--seeds", "2", "--steps", "1", "--out", _folder.At("two.png")));

        using var grid = Image.Load<Rgba32>(_folder.At("grid.png"));
        using var two = Image.Load<Rgba32>(_folder.At("two.png"));
        Assert.Equal((64, 64, 32, 32), (grid.Width, grid.Height, two.Width, two.Height));
        for (var i = 0; i < 32 * 32; i++)
        {
            Assert.Equal(two[i % 32, i / 32], grid[i % 32, 32 + (i / 32)]);
            Assert.Equal(new Rgba32(255, 255, 255, 255), grid[32 + (i % 32), 32 + (i / 32)]);
        }
    }

    [Fact]
    public async Task Images_FewStep_AsksTheStudentInItsSteps()
    {
        TestModel.Create(_folder.At("both"), TestModel.Micro with { FewStep = new FewStepConfig { Steps = 3 } });

        var student = await FaeProcess.Run(["images", _folder.At("both"), "--few-step", "--out", _folder.At("s.png"), "--json"]);
        var teacher = await FaeProcess.Run(["images", _folder.At("both"), "--steps", "3", "--cfg-scale", "1", "--out", _folder.At("t.png"), "--json"]);
        var scaled = await FaeProcess.Run(["images", _folder.At("both"), "--few-step", "--cfg-scale", "2"]);
        var absent = await Images("--few-step");

        Succeeded(student);
        Succeeded(teacher);
        var (theirs, ours) = (JsonDocument.Parse(teacher.Output).RootElement, JsonDocument.Parse(student.Output).RootElement);
        Assert.Equal(("few-step", 3, 1.0), (ours.GetProperty("sampler").GetString(), ours.GetProperty("steps").GetInt32(), ours.GetProperty("cfgScale").GetDouble()));
        Assert.Equal("teacher", theirs.GetProperty("sampler").GetString());
        Assert.NotEqual(File.ReadAllBytes(_folder.At("t.png")), File.ReadAllBytes(_folder.At("s.png")));
        Assert.Contains("guidance is in its weights", scaled.Error, StringComparison.Ordinal);
        Assert.Contains("few-step.safetensors", absent.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_Json_TellsFilesTimesAndMemory()
    {
        var run = await Images("--seeds", "4", "--steps", "2", "--class", "1:3,2:1", "--out", _folder.At("x.png"), "--json");

        Succeeded(run);
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("class 1:3,class 2:1", report.GetProperty("pictures")[0].GetProperty("class").GetString());
        Assert.Equal(2, report.GetProperty("steps").GetInt32());
        Assert.All(["load", "generateStep", "decode", "write", "total"], part => Assert.True(report.GetProperty("ms").GetProperty(part).GetDouble() > 0, part));
        Assert.InRange(report.GetProperty("peakMemoryBytes").GetInt64(), 50L << 20, 4L << 30);
    }

    [Theory]
    [InlineData("--seeds is '5-2'", "--seeds", "5-2")]
    [InlineData("there is no class '7'", "--class", "7")]
    [InlineData("sampler/steps is 0", "--steps", "0")]
    [InlineData("has 2 places, --seeds names 3", "--seeds", "0-2", "--grid", "2x1")]
    [InlineData("--grid makes one file", "--grid", "2x2")]
    [InlineData("--threads is -1", "--threads", "-1")]
    [InlineData("--device is 'tpu'", "--device", "tpu")]
    public async Task Images_WrongValue_ExitsTwoAndMakesNothing(string mentions, params string[] arguments)
    {
        (await Images([.. arguments, "--out", _folder.At("out")])).AssertRefused(2, mentions);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public async Task Images_ManySeedsIntoOneFile_IsRefused() =>
        (await Images("--seeds", "0-2", "--out", _folder.At("x.png"))).AssertRefused(2, "Give a folder, or --grid");

    [Fact]
    public async Task Images_GeneratorMissing_NamesIt()
    {
        File.Delete(_folder.At("model/generator.safetensors"));
        (await Images("--out", _folder.At("out"))).AssertRefused(2, "generator.safetensors");
    }

    [Fact]
    public async Task Images_Interrupted_Exits130AndKeepsWholeFiles()
    {
        using var process = FaeProcess.Start(_folder.Path, ["images", _folder.At("model"), "--seeds", "0-99999", "--out", _folder.At("out")]);
        var error = process.StandardError.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        while (!File.Exists(_folder.At("out/1.png")) && clock.Elapsed < Patience.Long)
        {
            await Task.Yield();
        }

        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        Assert.True(process.WaitForExit(Patience.Long), "still running");
        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain("   at ", await error, StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(_folder.At("out")).ToList();
        Assert.InRange(files.Count, 2, 99_999);
        Assert.All(files, file => Image.Load<Rgba32>(file).Dispose());
    }

    public void Dispose() => _folder.Dispose();

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, run.Error);

    private Task<FaeResult> Images(params string[] more) => FaeProcess.Run(["images", _folder.At("model"), .. more]);

    private byte[] LivePicture(string kind, ulong seed)
    {
        var model = Core.Folders.ModelFolder.Open(_folder.At("model"));
        FrameEngineOptions options = kind == "cpu" ? new CpuEngineOptions(model) : new TorchEngineOptions(model, torch.CPU) { Threads = 1 };
        using var engine = options.Open();
        var latent = new float[engine.Info.LatentLength];
        PhiloxNoise.FillNormal(seed, 0, 0, latent);
        var plan = SamplingPlan.Of(engine.Info.Config.Sampling with { Steps = 3, Guidance = 2 });
        engine.Generate(latent, new([new WeightedClass(ClassDraw.Of(seed, engine.Info.Classes.Count), 1)]), plan, [new WeightedSeed(seed, 1)], latent);
        var rgba = new byte[engine.Info.ImageSize * engine.Info.ImageSize * 4];
        engine.Decode(latent, rgba);
        return rgba;
    }

    private static byte[] Bytes(Image<Rgba32> picture)
    {
        var bytes = new byte[picture.Width * picture.Height * 4];
        picture.CopyPixelDataTo(bytes);
        return bytes;
    }
}
