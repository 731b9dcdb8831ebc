using FaeRealtime.Core.Errors;

namespace FaeRealtime.Live.Motion;

/// <summary>Latents that come from outside while a session runs: what a camera, a film or another program shows, through the model's encoder. The newest counts.</summary>
/// <remarks>Legal from any thread. What becomes of it say <see cref="Parameters.SourceParameters.Input"/>, <see cref="Parameters.SourceParameters.InputMode"/> and <see cref="Parameters.CoherenceParameters.Renoise"/>. It is not part of recorded sessions.</remarks>
public sealed class LatentInput
{
    private readonly Lock _lock = new();
    private float[] _latent = [];
    private long _count;
    private bool _present;

    /// <summary>How many latents came.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Whether there is one.</summary>
    public bool IsPresent
    {
        get
        {
            lock (_lock)
            {
                return _present;
            }
        }
    }

    /// <summary>Takes the place of the latent before.</summary>
    /// <param name="latent"><c>[C, h, w]</c> in the generator's normalised space. One of another model's size is not shown.</param>
    /// <exception cref="ShapeException">It is empty.</exception>
    /// <exception cref="CheckpointException">A value is not finite.</exception>
    public void Put(ReadOnlySpan<float> latent)
    {
        if (latent.IsEmpty)
        {
            throw new ShapeException("An input latent is empty. To take the input away, call Clear.");
        }

        foreach (var value in latent)
        {
            if (!float.IsFinite(value))
            {
                throw new CheckpointException($"An input latent holds {value}; the encoder that made it does not fit the picture or the model.");
            }
        }

        lock (_lock)
        {
            if (_latent.Length != latent.Length)
            {
                _latent = new float[latent.Length];
            }

            latent.CopyTo(_latent);
            _present = true;
            Interlocked.Increment(ref _count);
        }
    }

    /// <summary>Takes the input away; what is shown goes on without.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _present = false;
        }
    }

    /// <summary>Reads the newest latent.</summary>
    /// <param name="latent">Receives it.</param>
    /// <param name="seen">The number of the one read last; becomes this one's. Nothing is copied where it is the same.</param>
    /// <returns>Whether there is one of this size.</returns>
    internal bool TryRead(Span<float> latent, ref long seen)
    {
        lock (_lock)
        {
            if (!_present || _latent.Length != latent.Length)
            {
                return false;
            }

            if (seen != _count)
            {
                _latent.CopyTo(latent);
                seen = _count;
            }

            return true;
        }
    }
}
