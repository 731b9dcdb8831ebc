using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Engines.Tests;

/// <summary>This assembly as a program: generates and paints one picture, for tests about what a process loads or which instructions it has.</summary>
internal static class ChildProgram
{
    /// <summary>Arguments: model folder, output file. The file gets the latent's floats, then RGBA.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            return 2;
        }

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(ModelFolder.Open(arguments[0])) { Threads = 2 });
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var (latent, rgba) = Picture(engine);
        var sinceStart = DateTimeOffset.Now - Process.GetCurrentProcess().StartTime;
        using (var output = new BinaryWriter(File.Create(arguments[1])))
        {
            foreach (var value in latent)
            {
                output.Write(value);
            }

            output.Write(rgba);
        }

        var libtorch = File.Exists("/proc/self/maps") && File.ReadLines("/proc/self/maps").Any(line => line.Contains("libtorch", StringComparison.Ordinal));
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"libtorch={libtorch} v128={Vector128.IsHardwareAccelerated} v256={Vector256.IsHardwareAccelerated} v512={Vector512.IsHardwareAccelerated} bits={engine.Info.Device} first-frame-ms={sinceStart.TotalMilliseconds:f0} open-bytes={allocated}"));
        return 0;
    }

    /// <summary>One picture of class 0.</summary>
    public static (float[] Latent, byte[] Rgba) Picture(IFrameEngine engine)
    {
        var info = engine.Info;
        var plan = SamplingPlan.Of(info.Sampling, info.Config.Generator.Path);
        var latent = new float[info.LatentLength];
        engine.Generate(Numbers.Normal(5, latent.Length), new([new WeightedClass(0, 1)]), plan, [], latent);
        var rgba = new byte[4 * info.ImageSize * info.ImageSize];
        engine.Decode(latent, rgba);
        return (latent, rgba);
    }
}
