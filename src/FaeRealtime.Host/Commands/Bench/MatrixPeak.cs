using System.Diagnostics;
using FaeRealtime.Cpu;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Gl;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>What an engine's machine does at best: one large matrix product of the engine's type, by the same library or kernels.</summary>
internal static class MatrixPeak
{
    private const int Side = 1024;

    // A GPU has done a smaller one before the next can be asked for.
    private const int CudaSide = 8192;
    private const int Runs = 20;

    // A software renderer needs a second for the larger one.
    private const int GlSide = 512;
    private const int GlRuns = 5;

    /// <summary>The fastest of some runs.</summary>
    /// <param name="engine">The engine; torch's thread count is the one that is set.</param>
    /// <returns>In 10⁹ operations a second.</returns>
    public static double Measure(FrameEngineOptions engine) => engine switch
    {
        CpuEngineOptions cpu => Gflops(Side, MatrixTime.Least(Side, Runs, new CpuModelOptions { Threads = cpu.Threads, VectorBits = cpu.VectorBits })),
        { Kind: EngineKind.Gl } => Gl(engine),
        _ => Torch(engine),
    };

    // Methods of their own, whose signatures name nothing of the engines' rooms: a run that does not call one does not load it.
    private static double Gl(FrameEngineOptions engine) => Gflops(GlSide, GlMatrixTime.Least(GlSide, GlRuns, (GlEngineOptions)engine));

    private static double Torch(FrameEngineOptions options)
    {
        var engine = (TorchEngineOptions)options;
        var side = engine.Device.type == DeviceType.CUDA ? CudaSide : Side;
        using var guard = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.rand([(long)side, side], device: engine.Device).to(engine.Type), torch.rand([(long)side, side], device: engine.Device).to(engine.Type));
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            var started = Stopwatch.GetTimestamp();

            // Reading a number waits for the device.
            a.mm(b)[0, 0].ToDouble();
            var time = Stopwatch.GetElapsedTime(started);
            best = time < best ? time : best;
        }

        return Gflops(side, best);
    }

    private static double Gflops(long side, TimeSpan time) => 2.0 * side * side * side / time.TotalSeconds / 1e9;
}
