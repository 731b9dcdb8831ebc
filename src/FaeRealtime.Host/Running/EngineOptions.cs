using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Engines;

namespace FaeRealtime.Host.Running;

/// <summary>The options <c>--engine</c> and <c>--device</c> of verbs that show a model.</summary>
internal sealed class EngineOptions
{
    private const string Cpu = "cpu";
    private const string Torch = "torch";

    private readonly Option<string?> _engine = new("--engine") { Description = "cpu (pure C#, without libtorch; the default on a CPU) or torch (the default on CUDA)." };
    private readonly Option<string> _device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => Cpu };

    public IEnumerable<Option> All => [_engine, _device];

    /// <summary>The engine that was asked for; libtorch is not touched for the CPU engine.</summary>
    /// <exception cref="ConfigException">Another name, or an engine that does not run on the device.</exception>
    /// <exception cref="NativeException">This libtorch sees no such device.</exception>
    public FrameEngineOptions Read(ParseResult parsed, ModelFolder folder)
    {
        var device = parsed.GetValue(_device)!;
        return parsed.GetValue(_engine) switch
        {
            null when device == Cpu => new CpuEngineOptions(folder),
            Cpu when device == Cpu => new CpuEngineOptions(folder),
            Cpu => throw new ConfigException($"--engine cpu does not run on --device {device}; leave one of them out."),
            null or Torch => OnTorch(folder, device),
            var other => throw new ConfigException($"--engine is '{other}'; give cpu or torch."),
        };
    }

    // A method of its own: whoever does not call it loads nothing of TorchSharp.
    private static TorchEngineOptions OnTorch(ModelFolder folder, string device) => new(folder, TorchDevice.Parse(device));
}
