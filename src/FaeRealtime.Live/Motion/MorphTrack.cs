using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Key latents visited at unit spacing with an eased blend between two of them; the next key is made in slices meanwhile.</summary>
/// <param name="keys">Where keys come from.</param>
/// <param name="channels">C of the latents.</param>
/// <param name="firstKey">Number of the first key to reach.</param>
/// <param name="start">A latent to leave from, or null to start at the first key.</param>
internal sealed class MorphTrack(IKeySource keys, int channels, long firstKey, float[]? start) : ILatentTrack
{
    // The next key is due when four fifths of the way are done: a slow slice then still arrives in time.
    private const double ReadyBy = 0.8;
    private readonly long _origin = start is null ? firstKey : firstKey - 1;
    private float[]? _from = start;
    private float[]? _to;
    private IKeyWork? _work;
    private double _progress;
    private long _passed;

    /// <inheritdoc/>
    public long NextKey { get; private set; } = firstKey;

    /// <inheritdoc/>
    public double Position => _origin + _passed + _progress;

    /// <inheritdoc/>
    public bool Advance(in TrackTurn turn, Span<float> latent)
    {
        _from ??= Take(turn.Complete);
        if (_from is null)
        {
            return false;
        }

        _to ??= Take(turn.Complete);
        if (_to is not null)
        {
            _progress += turn.Distance;
            Cross(turn.Complete);
        }

        LatentBlend.Blend(_from, _to ?? _from, Easing.Smooth(_progress), channels, latent);
        return true;
    }

    /// <inheritdoc/>
    public bool Prepare()
    {
        _work ??= keys.Begin(NextKey);
        var rests = _to is null || _progress >= 1.0;
        var due = rests ? 1.0 : Math.Min(1.0, _progress / ReadyBy);
        if (_work.Done < due * _work.Slices)
        {
            _work.Step();
        }

        return rests;
    }

    private void Cross(bool complete)
    {
        while (_progress >= 1.0)
        {
            if (Take(complete) is not { } next)
            {
                _progress = 1.0;
                return;
            }

            keys.Release(_from!);
            (_from, _to) = (_to, next);
            _progress -= 1.0;
            _passed++;
        }
    }

    private float[]? Take(bool complete)
    {
        _work ??= keys.Begin(NextKey);
        while (complete && _work.Done < _work.Slices)
        {
            _work.Step();
        }

        if (_work.Done < _work.Slices)
        {
            return null;
        }

        var key = _work.Latent;
        _work = null;
        NextKey++;
        return key;
    }
}
