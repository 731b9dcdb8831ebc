using FaeRealtime.Engines;

namespace FaeRealtime.Live.Tests.Inputs;

/// <summary>An encoder without networks: every value of a latent is the picture's mean, 0 to 1.</summary>
internal sealed class FakeEncoder(int side, int latentLength) : ILatentEncoder
{
    private int _encoded;

    public int Side => side;

    public int LatentLength => latentLength;

    /// <summary>How many pictures were encoded.</summary>
    public int Encoded => Volatile.Read(ref _encoded);

    public bool IsDisposed { get; private set; }

    /// <summary>Waited for before each picture.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public void Encode(ReadOnlySpan<byte> rgb, Span<float> latent)
    {
        Gate.Wait(Patience.Long);
        Assert.Equal(side * side * 3, rgb.Length);
        var sum = 0L;
        foreach (var value in rgb)
        {
            sum += value;
        }

        latent.Fill(sum / (float)rgb.Length / byte.MaxValue);
        Interlocked.Increment(ref _encoded);
    }

    public void Dispose() => IsDisposed = true;
}
