using System.Globalization;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests;

/// <summary>What a command loads and compiles: every room and every method more is waited for at each start.</summary>
public sealed class StartTests
{
    private static readonly string[] Others = ["TorchSharp", "SkiaSharp", "SixLabors.ImageSharp", "Spectre.Console", "Microsoft.ML.OnnxRuntime", "Microsoft.AspNetCore.Server.Kestrel.Core"];

    /// <remarks>The bounds are about a quarter above what is compiled; before commands and configurations were read lazily it was 714 and 2,664.</remarks>
    [Theory]
    [InlineData("--help", 520, "Core")]
    [InlineData("info MODEL", 1150, "Core Models Video")]
    [InlineData("bench --model MODEL --size 32 --seconds 0.1 --threads 1 --no-gl", int.MaxValue, "Core Cpu Engines Graphics Live Sampling")]
    [InlineData("export MODEL --onnx OUT", int.MaxValue, "Core Onnx Sampling")]
    public async Task Run_Command_LoadsItsRoomsOnly(string line, int most, string rooms)
    {
        using var folder = new TemporaryFolder();
        var (model, loaded) = (TestModel.Create(folder.At("model")), folder.At("loaded.txt"));

        var run = await FaeProcess.Run(line.Split(' ').Select(word => word switch { "MODEL" => model.Path, "OUT" => folder.At("out"), _ => word }), ("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location), (StartupHook.FileVariable, loaded));

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = await File.ReadAllLinesAsync(loaded);
        var names = lines[1..].Where(name => name != typeof(StartupHook).Assembly.GetName().Name).ToList();
        Assert.Subset(rooms.Split(' ').ToHashSet(), names.Where(name => name.StartsWith("FaeRealtime.", StringComparison.Ordinal)).Select(name => name["FaeRealtime.".Length..]).ToHashSet());
        Assert.Empty(names.Intersect(Others));
        Assert.InRange(int.Parse(lines[0], CultureInfo.InvariantCulture), 1, most);
    }
}
