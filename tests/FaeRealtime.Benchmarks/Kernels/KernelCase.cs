using BenchmarkDotNet.Attributes;
using FaeRealtime.Core.Noise;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>Threads, vectors and memory of a kernel's benchmark. Public and open, as BenchmarkDotNet derives from it.</summary>
public abstract unsafe class KernelCase
{
    private ulong _seed;

    /// <summary>Bits of a vector.</summary>
    [Params(256, 512)]
    public int Bits { get; set; }

    private protected Arena Arena { get; private set; } = null!;

    private protected Compute Compute { get; private set; } = null!;

    /// <summary>Makes room and draws values.</summary>
    [GlobalSetup]
    public void Open()
    {
        Arena = new Arena();
        Compute = Compute.Of(threads: 1, Bits);
        Prepare();
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Close()
    {
        Compute.Dispose();
        Arena.Dispose();
    }

    private protected abstract void Prepare();

    private protected float[] Draw(int length)
    {
        var values = new float[length];
        PhiloxNoise.FillNormal(++_seed, 0, 0, values);
        return values;
    }

    private protected float* Place(int length) => Arena.Copy(Draw(length));

    // One address, as for one picture.
    private protected float** Picture(float* values)
    {
        var address = (float**)Arena.Take(sizeof(nint) / sizeof(float));
        *address = values;
        return address;
    }
}
