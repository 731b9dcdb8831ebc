using System.Diagnostics;
using FaeRealtime.Cpu;
using FaeRealtime.Live.Engines;
using TorchSharp;

namespace FaeRealtime.Host.Bench;

/// <summary>What an engine's machine does at best: one large matrix product in float32, by the same library or kernels.</summary>
internal static class MatrixPeak
{
    private const int Side = 1024;
    private const int Runs = 20;

    /// <summary>The fastest of some runs.</summary>
    /// <param name="engine">The engine; torch's thread count is the one that is set.</param>
    /// <returns>In 10⁹ operations a second.</returns>
    public static double Measure(FrameEngineOptions engine) => 2.0 * Side * Side * Side / 1e9 / engine switch
    {
        CpuEngineOptions cpu => MatrixTime.Least(Side, Runs, new CpuModelOptions { Threads = cpu.Threads, VectorBits = cpu.VectorBits }).TotalSeconds,
        TorchEngineOptions torch => Torch(torch.Device).TotalSeconds,
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "No such engine."),
    };

    // A method of its own: whoever does not call it loads nothing of TorchSharp.
    private static TimeSpan Torch(torch.Device device)
    {
        using var guard = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.rand([(long)Side, Side], device: device), torch.rand([(long)Side, Side], device: device));
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            var started = Stopwatch.GetTimestamp();

            // Reading a number waits for the device.
            a.mm(b)[0, 0].ToDouble();
            var time = Stopwatch.GetElapsedTime(started);
            best = time < best ? time : best;
        }

        return best;
    }
}
