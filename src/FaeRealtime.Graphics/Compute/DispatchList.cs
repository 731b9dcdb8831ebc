using System.Diagnostics;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Compute;

/// <summary>Kernels in their order, prepared once: programs, sizes, buffers, groups. Running them allocates nothing. Each kernel sees what those before it wrote.</summary>
/// <remarks>Sizes lie in one uniform buffer, bound in pieces at 0. What changes from run to run is the caller's uniform buffer at 1 (<see cref="StepBuffer"/>).</remarks>
/// <param name="gl">Entry points of the context. Borrowed.</param>
public sealed unsafe class DispatchList(GL gl) : IDisposable
{
    // The largest alignment that a driver may ask for.
    private const int Alignment = 256;

    private readonly List<Entry> _entries = [];
    private readonly List<byte> _sizes = [];
    private GlName? _sizeBuffer;
    private uint _program;

    /// <summary>Kernels in the list.</summary>
    public int Count => _entries.Count;

    /// <summary>What a kernel of the list is, for measurements.</summary>
    /// <param name="index">From 0.</param>
    public string NameOf(int index) => _entries[index].Program.Name;

    /// <summary>What a kernel of the list does at least, for measurements.</summary>
    /// <param name="index">From 0.</param>
    public KernelWork WorkOf(int index) => _entries[index].Work;

    /// <summary>Appends a kernel.</summary>
    /// <param name="program">Compiled. Borrowed.</param>
    /// <param name="groups">Work groups along x, y and z.</param>
    /// <param name="sizes">The values of its uniform block, four bytes each.</param>
    /// <param name="work">What it does at least.</param>
    /// <param name="buffers">By binding; null where the kernel has none. Borrowed.</param>
    /// <exception cref="InvalidOperationException">The list was run already.</exception>
    public void Add(ComputeProgram program, (int X, int Y, int Z) groups, ReadOnlySpan<uint> sizes, KernelWork work, params ReadOnlySpan<StorageBuffer?> buffers)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (_sizeBuffer is not null)
        {
            throw new InvalidOperationException("The list was run already; prepare another.");
        }

        var offset = _sizes.Count;
        foreach (var value in sizes)
        {
            _sizes.AddRange(BitConverter.GetBytes(value));
        }

        _sizes.AddRange(new byte[Alignment - (_sizes.Count % Alignment)]);
        _entries.Add(new Entry(program, (uint)groups.X, (uint)groups.Y, (uint)groups.Z, offset, _sizes.Count - offset, work, [.. buffers]));
    }

    /// <summary>Forgets what was bound: before the first kernel, and after somebody else used the context.</summary>
    public void Begin()
    {
        _sizeBuffer ??= Upload();
        _program = 0;
    }

    /// <summary>Runs a kernel. It sees what those before it wrote.</summary>
    /// <param name="index">From 0.</param>
    public void Run(int index) => Issue(_entries[index]);

    /// <summary>Runs all kernels and tells how long each took on the device; waits after each.</summary>
    /// <param name="nanoseconds">Receives as many times as there are kernels.</param>
    public void Measure(Span<long> nanoseconds)
    {
        Begin();
        var query = gl.GenQuery();

        // Mesa's software renderer counts no compute shader's time.
        var counts = !Renderers.IsSoftware(gl.GetStringS(StringName.Renderer));
        for (var i = 0; i < _entries.Count; i++)
        {
            gl.Finish();
            var started = Stopwatch.GetTimestamp();
            gl.BeginQuery(QueryTarget.TimeElapsed, query);
            Issue(_entries[i]);
            gl.EndQuery(QueryTarget.TimeElapsed);
            gl.GetQueryObject(query, QueryObjectParameterName.Result, out long time);
            gl.Finish();

            nanoseconds[i] = counts ? time : (long)Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        }

        gl.DeleteQuery(query);
    }

    /// <inheritdoc/>
    public void Dispose() => _sizeBuffer?.Dispose();

    private void Issue(Entry entry)
    {
        if (entry.Program.Value != _program)
        {
            _program = entry.Program.Value;
            gl.UseProgram(_program);
        }

        gl.BindBufferRange(BufferTargetARB.UniformBuffer, 0, _sizeBuffer!.Value, entry.Offset, (nuint)entry.Length);
        var buffers = entry.Buffers;
        for (var binding = 0; binding < buffers.Length; binding++)
        {
            if (buffers[binding] is { } buffer)
            {
                gl.BindBufferBase(BufferTargetARB.ShaderStorageBuffer, (uint)binding, buffer.Value);
            }
        }

        gl.DispatchCompute(entry.X, entry.Y, entry.Z);
        gl.MemoryBarrier(MemoryBarrierMask.ShaderStorageBarrierBit);
    }

    private GlName Upload()
    {
        var buffer = GlName.Create(gl, GlObjectKind.Buffer);
        gl.BindBuffer(BufferTargetARB.UniformBuffer, buffer.Value);
        fixed (byte* source = _sizes.ToArray())
        {
            gl.BufferData(BufferTargetARB.UniformBuffer, (nuint)_sizes.Count, source, BufferUsageARB.StaticDraw);
        }

        return buffer;
    }

    private sealed record Entry(ComputeProgram Program, uint X, uint Y, uint Z, int Offset, int Length, KernelWork Work, StorageBuffer?[] Buffers);
}

/// <summary>What a kernel does at least.</summary>
/// <param name="Operations">Multiplications and additions of its sums.</param>
/// <param name="Bytes">What it reads and writes, each value once.</param>
public readonly record struct KernelWork(long Operations, long Bytes);
