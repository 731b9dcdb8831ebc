using System.Text.Json;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests;

/// <summary>A program that was built without libtorch: the CPU engine's commands run, the others say in one line what brings it.</summary>
public sealed class WithoutLibtorchTests : IClassFixture<WithoutLibtorchTests.Place>
{
    private readonly Place _place;

    public WithoutLibtorchTests(Place place) => _place = place;

    public static TheoryData<string> CpuCommands =>
    [
        "demo --headless --model MODEL --frames 8 --size 32 --out OUT/walk.webp --live-seconds 0.2",
        "images MODEL --seeds 1-2 --steps 2 --out OUT/stills",
        "video MODEL --steps 1 --seeds 1-2 --w-frames 3 --out OUT/video.webp",
        "morph 3 5 --model MODEL --steps 1 --frames 3 --out OUT/morph.webp",
        "bench --model MODEL --size 32 --seconds 0.2 --threads 1 --no-gl",
        "bench --model MODEL --size 32 --seconds 0.2 --threads 1 --check",
        "soak MODEL --frames 1000 --every 500 --size 16 --threads 1",
        "info MODEL",
        "info --list",
        "remake OUT/remade.png",
    ];

    public static TheoryData<string> TorchCommands =>
    [
        "images MODEL --engine torch --out OUT/torch.png",
        "demo --headless --model MODEL --frames 8 --engine torch --out OUT/torch.webp",
        "bench --model MODEL --engine torch --no-gl",
        "train ia --recipe MODEL/config.json --data OUT --out OUT/run",
        "eval generation --model MODEL --data OUT --encoder OUT/none",
        "parity OUT",
        "info MODEL --params",
        "info --arch tiny",
        "import --arch tiny --random 1 --out OUT/random",
        "export MODEL --out OUT/generator.safetensors",
    ];

    [Theory]
    [MemberData(nameof(CpuCommands))]
    public async Task CpuCommand_Runs(string line)
    {
        if (line.StartsWith("remake", StringComparison.Ordinal))
        {
            Succeeded(await _place.Run("images MODEL --seeds 5 --out OUT/remade.png"));
        }

        Succeeded(await _place.Run(line));
    }

    [Theory]
    [MemberData(nameof(TorchCommands))]
    public async Task TorchCommand_SaysWhatBringsIt(string line) => (await _place.Run(line)).AssertRefused(3, "./fae setup");

    [Theory]
    [InlineData("serve MODEL --port 0 --threads 1")]
    [InlineData("live MODEL --http-port 0 --threads 1")]
    public async Task Page_IsServed(string line) => Assert.Contains("http://127.0.0.1:", (await _place.RunUntil(line, "http://127.0.0.1:")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Doctor_FindsNoLibtorch_StaysWellAndNamesTheCommand()
    {
        var run = await _place.Run("doctor --json");
        Succeeded(run);
        var findings = JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray().ToDictionary(finding => finding.GetProperty("name").GetString()!);
        Assert.All(new[] { "libtorch", "TorchSharp" }, name => Assert.False(findings[name].GetProperty("found").GetBoolean()));
        Assert.Equal("./fae setup", findings["libtorch"].GetProperty("command").GetString());
        Assert.Contains("no libtorch", findings["libtorch"].GetProperty("facts").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LibtorchElsewhere_IsTakenByTheSameProgram()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libtorch_cpu.so");
        var folder = Path.GetDirectoryName(File.ResolveLinkTarget(library, returnFinalTarget: true)?.FullName ?? library)!;
        var run = await _place.Run("doctor --json", ("FAE_LIBTORCH", folder));
        Succeeded(run);
        Assert.Contains($"{folder}/libtorch_cpu.so", run.Output, StringComparison.Ordinal);
        Succeeded(await _place.Run("images MODEL --engine torch --steps 1 --out OUT/elsewhere.png", ("FAE_LIBTORCH", folder)));
        Assert.True(File.Exists(_place.Out("elsewhere.png")));
    }

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, $"exit {run.ExitCode}: {run.Output}{run.Error}");

    /// <summary>The program and a model.</summary>
    public sealed class Place : IDisposable
    {
        private readonly ProgramWithoutLibtorch _program = new();
        private readonly TemporaryFolder _folder = new();

        public Place()
        {
            TestModel.Create(_folder.At("content/default"));
            Directory.CreateDirectory(_folder.At("out"));
        }

        public string Out(string name) => _folder.At($"out/{name}");

        internal Task<FaeResult> Run(string line, params (string Name, string Value)[] environment) => _program.Run(Words(line), until: null, [("FAE_CONTENT", _folder.At("content")), .. environment]);

        internal Task<FaeResult> RunUntil(string line, string text) => _program.Run(Words(line), text, ("FAE_CONTENT", _folder.At("content")));

        public void Dispose()
        {
            _program.Dispose();
            _folder.Dispose();
        }

        private IEnumerable<string> Words(string line) =>
            line.Split(' ').Select(word => word.Replace("MODEL", _folder.At("content/default"), StringComparison.Ordinal).Replace("OUT", _folder.At("out"), StringComparison.Ordinal));
    }
}
