using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Engines.Gl.Sampling;

/// <summary>A latent on the device.</summary>
/// <param name="Slot">Where it begins in <see cref="GlLatents.Buffer"/>.</param>
internal sealed record GlLatent(uint Slot);

/// <summary>Latents <c>[C, h, w]</c> on the device and their arithmetic. Released ones are handed out again, so that a step loop allocates nothing.</summary>
internal sealed class GlLatents : ILinearSpace<GlLatent>
{
    // More than any sampler holds at once: Dormand and Prince's has nine.
    private const int Slots = 32;

    private readonly Stack<GlLatent> _free = new();
    private readonly GlCompute _compute;
    private readonly KernelList _combine;
    private readonly float[][] _read;

    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="length">Values of a latent.</param>
    public GlLatents(GlCompute compute, int length)
    {
        (_compute, Length) = (compute, length);
        Buffer = compute.Floats((long)Slots * length);
        for (var slot = Slots - 1; slot >= 0; slot--)
        {
            _free.Push(new GlLatent((uint)(slot * length)));
        }

        _combine = compute.List(1);
        _combine.Each("combine", [], length, [(uint)length], null, null, null, Buffer);
        _combine.Finish();
        _read = [new float[length], new float[length], new float[length]];
    }

    /// <summary>Values of a latent.</summary>
    public int Length { get; }

    /// <summary>Where all lie.</summary>
    public StorageBuffer Buffer { get; }

    /// <summary>Hands out a latent whose content is undefined.</summary>
    public GlLatent Rent() => _free.TryPop(out var latent) ? latent : throw new InvalidOperationException($"A sampler holds more than {Slots} latents at once.");

    /// <summary>Copies a latent in.</summary>
    public void Write(GlLatent latent, ReadOnlySpan<float> values) => _compute.Write(Buffer, latent.Slot, values);

    /// <summary>Copies a latent out, which waits for the device.</summary>
    public void Read(GlLatent latent, Span<float> values) => _compute.Read(Buffer, latent.Slot, values);

    /// <inheritdoc/>
    public GlLatent AddScaled(GlLatent x, GlLatent y, double scale) => Weighted(x, 1, y, scale, Rent());

    /// <inheritdoc/>
    public GlLatent Combine(ReadOnlySpan<GlLatent> elements, ReadOnlySpan<double> weights)
    {
        var result = elements.Length == 1 ? Weighted(elements[0], weights[0], elements[0], 0, Rent()) : Weighted(elements[0], weights[0], elements[1], weights[1], Rent());
        for (var i = 2; i < elements.Length; i++)
        {
            Weighted(result, 1, elements[i], weights[i], result);
        }

        return result;
    }

    /// <inheritdoc/>
    /// <remarks>On the processor: a step size is decided there.</remarks>
    public double ScaledNorm(GlLatent value, GlLatent first, GlLatent second, double absolute, double relative)
    {
        Read(value, _read[0]);
        Read(first, _read[1]);
        Read(second, _read[2]);
        return new ArraySpace().ScaledNorm(_read[0], _read[1], _read[2], absolute, relative);
    }

    /// <inheritdoc/>
    public void Release(GlLatent element) => _free.Push(element);

    private GlLatent Weighted(GlLatent x, double a, GlLatent y, double b, GlLatent result)
    {
        _combine.Run(new StepValues { SlotX = x.Slot, SlotY = result.Slot, SlotZ = y.Slot, FactorX = (float)a, FactorY = (float)b });
        return result;
    }
}

/// <summary>A stochastic sampler's noise on the device: that of the seeds that also made the latent's noise.</summary>
/// <param name="latents">Where latents come from.</param>
internal sealed class GlNoise(GlLatents latents) : INoiseSource<GlLatent>
{
    private readonly float[] _values = new float[latents.Length];

    /// <summary>The blend of seeds.</summary>
    public ReadOnlyMemory<WeightedSeed> Seeds { get; set; }

    /// <inheritdoc/>
    public GlLatent Draw(GlLatent latent, int index)
    {
        PriorBlend.FillStepNoise(Seeds.Span, index, _values);
        var noise = latents.Rent();
        latents.Write(noise, _values);
        return noise;
    }
}
