using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Gl;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>All runs of one kernel in a part of a frame.</summary>
/// <param name="Part">The step, or a decoder.</param>
/// <param name="Kernel">Its name and definitions.</param>
/// <param name="Count">How often it runs.</param>
/// <param name="Ms">All of them together, on the device.</param>
/// <param name="Gflops">10⁹ operations a second; null where it only moves values.</param>
/// <param name="GigabytesASecond">What it reads and writes at least.</param>
internal sealed record KernelRow(string Part, string Kernel, int Count, double Ms, double? Gflops, double GigabytesASecond)
{
    private const int Runs = 5;

    /// <summary>Measures the kernels of a frame.</summary>
    /// <exception cref="ConfigException">Another engine was chosen.</exception>
    public static IReadOnlyList<KernelRow> Measure(FrameEngineOptions engine)
    {
        if (engine.Kind != EngineKind.Gl)
        {
            throw new ConfigException("--kernels are those of the OpenGL engine. Add --engine gl.");
        }

        using var opened = GlFrameEngine.Open((GlEngineOptions)engine with { Context = null });
        return [.. opened.MeasureKernels(Runs).GroupBy(time => (time.Part, time.Kernel)).Select(times => Of(times.Key.Part, times.Key.Kernel, [.. times]))];
    }

    private static KernelRow Of(string part, string kernel, KernelTime[] times)
    {
        var nanoseconds = Math.Max(1, times.Sum(time => time.Nanoseconds));
        var operations = times.Sum(time => time.Work.Operations);
        return new KernelRow(part, kernel, times.Length, nanoseconds / 1e6, operations > 0 ? (double)operations / nanoseconds : null, (double)times.Sum(time => time.Work.Bytes) / nanoseconds);
    }
}
