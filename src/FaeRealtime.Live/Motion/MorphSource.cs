using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Keys visited one after another with an eased blend between two of them; the next key is made in slices meanwhile.</summary>
/// <param name="keys">Where keys come from.</param>
/// <param name="channels">C of the latents.</param>
/// <param name="firstKey">Number of the first key.</param>
/// <param name="parameters">What the keys were asked for with.</param>
/// <param name="share">How much of the way from there to the next key lies behind, 0 to below 1.</param>
/// <param name="directions">The model's directions; null for none.</param>
internal sealed class MorphSource(IKeySource keys, int channels, long firstKey, SessionParameters parameters, double share = 0.0, ModelDirections? directions = null) : ILatentSource
{
    // The next key is due when four fifths of the way are done: a slow slice then still arrives in time.
    private const double ReadyBy = 0.8;

    // On the way between two keys the first picture needs both.
    private bool _needsBoth = share > 0.0;

    private FramePoint? _from;
    private FramePoint? _to;
    private IKeyWork? _work;
    private double _progress = share;
    private long _key = firstKey;
    private long _nextKey = firstKey;

    /// <inheritdoc/>
    public double Position => keys.PlaceOf(_key) + (_progress > 0.0 ? _progress * keys.Span(_key).Length : 0.0);

    /// <inheritdoc/>
    public double Round => parameters.Source.Round(Position);

    /// <inheritdoc/>
    public bool IsReady => _from is null ? !_needsBoth && HasKey : !_needsBoth || _to is not null || HasKey;

    private bool HasKey => _work is { } work && work.Done == work.Slices;

    /// <inheritdoc/>
    public bool TryUpdate(SessionParameters other)
    {
        var follows = parameters.SameKeys(other, directions);
        parameters = follows ? other : parameters;
        return follows;
    }

    /// <inheritdoc/>
    public bool Advance(in FrameStep turn, FramePoint point)
    {
        _from ??= Take(turn.Complete);
        if (_from is null)
        {
            return false;
        }

        var (length, easing) = keys.Span(_key);
        _to ??= Take(turn.Complete);
        if (_to is null && _needsBoth)
        {
            return false;
        }

        _needsBoth = false;

        if (_to is not null)
        {
            _progress += turn.Distance / length;
            if (_progress >= 1.0)
            {
                Cross(turn.Complete);
                easing = keys.Span(_key).Easing;
            }
        }

        point.Blend(_from, _to ?? _from, Easing.At(easing, _progress), channels, parameters.Source.Interpolation);
        return true;
    }

    /// <inheritdoc/>
    public bool Prepare()
    {
        if (_needsBoth && _from is null)
        {
            _from = Take(complete: false);
        }

        _work ??= keys.Begin(_nextKey);
        var waits = _to is null || _progress >= 1.0;
        var due = waits ? 1.0 : Math.Min(1.0, _progress / ReadyBy);
        if (_work.Done < due * _work.Slices)
        {
            _work.Step();
        }

        return waits;
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

            var left = (_progress - 1.0) * keys.Span(_key).Length;
            keys.Release(_from!);
            (_from, _to) = (_to, next);
            _key++;
            _progress = left / keys.Span(_key).Length;
        }
    }

    private FramePoint? Take(bool complete)
    {
        _work ??= keys.Begin(_nextKey);
        while (complete && _work.Done < _work.Slices)
        {
            _work.Step();
        }

        if (_work.Done < _work.Slices)
        {
            return null;
        }

        var key = _work.Key;
        _work = null;
        _nextKey++;
        return key;
    }
}
