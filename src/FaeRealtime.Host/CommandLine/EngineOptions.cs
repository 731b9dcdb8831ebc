using System.CommandLine;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Gl;
using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options <c>--engine</c>, <c>--device</c> and <c>--precision</c> of commands that show a model.</summary>
internal sealed class EngineOptions
{
    private const string Cpu = "cpu";
    private const string Gl = "gl";
    private const string Torch = "torch";
    private const string Fp16 = "fp16";
    private const string Fp32 = "fp32";
    private const string Bf16 = "bf16";

    private readonly Option<string?> _engine = new("--engine") { Description = "cpu (pure C#, without libtorch; the default), gl (compute shaders on any GPU with OpenGL 4.4; the default of live, serve and bench where there is one) or torch (the default on CUDA)." };
    private readonly Option<string> _device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => Cpu };

    private readonly Option<string?> _precision = new("--precision") { Description = "Type of weights. torch: fp32 (default on a CPU) or bf16 (default on CUDA); gl: fp32 (default on a software renderer) or fp16 (default on a GPU)." };

    public IEnumerable<Option> All => [_engine, _device, _precision];

    /// <summary>Whether the command line names an engine.</summary>
    public bool IsChosen(ParseResult parsed) => parsed.GetValue(_engine) is not null;

    /// <summary>The engine that was asked for; libtorch is not touched for the CPU engine.</summary>
    /// <exception cref="ConfigException">Another name, or an engine that does not run on the device.</exception>
    /// <exception cref="NativeException">This libtorch sees no such device.</exception>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">The model.</param>
    /// <param name="live">Whether frames a second count: a GPU is then taken where there is one and nothing was chosen.</param>
    public FrameEngineOptions Read(ParseResult parsed, ModelFolder folder, bool live = false)
    {
        var (device, precision) = (parsed.GetValue(_device)!, parsed.GetValue(_precision));
        return parsed.GetValue(_engine) switch
        {
            null when device == Cpu && !(folder.Config.Generator is LightningDiTConfig || HasCpuForm(folder)) => OnTorch(folder, device, precision) with { Reason = "the CPU engine has no form of this generator" },
            null when device == Cpu && live && precision is null => Automatic(folder),
            null when device == Cpu => OnCpu(folder, precision) with { Reason = precision is null ? "files come from the processor, the same on every machine" : "asked for by --precision" },
            Cpu when device == Cpu => OnCpu(folder, precision),
            Gl when device == Cpu => OnGl(folder, precision, null),
            Cpu or Gl => throw new ConfigException($"--engine {parsed.GetValue(_engine)} does not run on --device {device}; leave one of them out."),
            null or Torch => OnTorch(folder, device, precision),
            var other => throw new ConfigException($"--engine is '{other}'; give cpu, gl or torch."),
        };
    }

    // Methods of their own, as below.
    private static bool HasCpuForm(ModelFolder folder) => CpuGenerators.Has(folder.Config.Generator);

    private static bool HasGlForm(ModelFolder folder) => GlGenerators.Has(folder.Config.Generator);

    private static FrameEngineOptions Automatic(ModelFolder folder) => !(folder.Config.Generator is LightningDiTConfig || HasGlForm(folder))
        ? OnCpu(folder, null) with { Reason = "the OpenGL engine has no form of this generator" }
        : Renderers.Gpu(out var reason) is null
        ? OnCpu(folder, null) with { Reason = $"no GPU for compute shaders: {reason}" }
        : OnGl(folder, null, OnCpu(folder, null)) with { Reason = "a GPU with compute shaders" };

    private static CpuEngineOptions OnCpu(ModelFolder folder, string? precision) => precision switch
    {
        null or Fp32 => new CpuEngineOptions(folder) { PhraseEncoder = TextEncoderFile.Find(null, folder.Config.Generator.Text) },
        Bf16 => throw new ConfigException("--engine cpu computes in fp32, --precision is 'bf16'. Leave it out, or add --engine torch."),
        _ => throw TorchDevice.UnknownPrecision(precision),
    };

#pragma warning disable CA1859 // Methods of their own whose signatures name nothing of the engines' rooms: a run that does not call one does not load it.
    private static FrameEngineOptions OnGl(ModelFolder folder, string? precision, CpuEngineOptions? fallback) => new GlEngineOptions(folder)
    {
        HalfWeights = precision switch
        {
            null => null,
            Fp16 => true,
            Fp32 => false,
            _ => throw new ConfigException($"--engine gl has weights of fp32 or fp16, --precision is '{precision}'."),
        },
        PhraseEncoder = TextEncoderFile.Find(null, folder.Config.Generator.Text),
        Fallback = fallback,
    };

    private static FrameEngineOptions OnTorch(ModelFolder folder, string device, string? precision) =>
        new TorchEngineOptions(folder, TorchDevice.Parse(device)) { Precision = TorchDevice.ParsePrecision(precision), PhraseEncoder = TextEncoderFile.Find(null, folder.Config.Generator.Text) };
#pragma warning restore CA1859
}
