using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options <c>--engine</c>, <c>--device</c> and <c>--precision</c> of commands that show a model.</summary>
internal sealed class EngineOptions
{
    private const string Cpu = "cpu";
    private const string Torch = "torch";
    private const string Fp32 = "fp32";
    private const string Bf16 = "bf16";

    private readonly Option<string?> _engine = new("--engine") { Description = "cpu (pure C#, without libtorch; the default on a CPU) or torch (the default on CUDA)." };
    private readonly Option<string> _device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => Cpu };

    private readonly Option<string?> _precision = new("--precision") { Description = "Type of torch's weights: fp32 (default on a CPU) or bf16 (default on CUDA)." };

    public IEnumerable<Option> All => [_engine, _device, _precision];

    /// <summary>Whether the command line names an engine.</summary>
    public bool IsChosen(ParseResult parsed) => parsed.GetValue(_engine) is not null;

    /// <summary>The engine that was asked for; libtorch is not touched for the CPU engine.</summary>
    /// <exception cref="ConfigException">Another name, or an engine that does not run on the device.</exception>
    /// <exception cref="NativeException">This libtorch sees no such device.</exception>
    public FrameEngineOptions Read(ParseResult parsed, ModelFolder folder)
    {
        var (device, precision) = (parsed.GetValue(_device)!, parsed.GetValue(_precision));
        return parsed.GetValue(_engine) switch
        {
            null or Cpu when device == Cpu => OnCpu(folder, precision),
            Cpu => throw new ConfigException($"--engine cpu does not run on --device {device}; leave one of them out."),
            null or Torch => OnTorch(folder, device, precision),
            var other => throw new ConfigException($"--engine is '{other}'; give cpu or torch."),
        };
    }

    private static CpuEngineOptions OnCpu(ModelFolder folder, string? precision) => precision switch
    {
        null or Fp32 => new CpuEngineOptions(folder) { PhraseEncoder = TextEncoderFile.Find(null) },
        Bf16 => throw new ConfigException("--engine cpu computes in fp32, --precision is 'bf16'. Leave it out, or add --engine torch."),
        _ => throw TorchDevice.UnknownPrecision(precision),
    };

#pragma warning disable CA1859 // A method of its own whose signature names nothing of TorchSharp: a run that does not call it does not load it.
    private static FrameEngineOptions OnTorch(ModelFolder folder, string device, string? precision) =>
        new TorchEngineOptions(folder, TorchDevice.Parse(device)) { Precision = TorchDevice.ParsePrecision(precision), PhraseEncoder = TextEncoderFile.Find(null) };
#pragma warning restore CA1859
}
