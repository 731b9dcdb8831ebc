using FaeRealtime.Core.Config;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Live.Motion;

/// <summary>The weights of the feature directions on their way to those that are asked for. A slider in motion is followed, and the last change has arrived when the transition's time is over.</summary>
/// <param name="engine">Borrowed.</param>
internal sealed class DirectionFade(IFrameEngine engine)
{
    // As in a fade of frames: in the whole transition all but e⁻³ of the way is covered by following alone.
    private const double Following = 3.0;

    private readonly FeatureShift _shift = new(engine);
    private readonly float[] _requested = new float[engine.Info.Directions?.All.Count ?? 0];
    private readonly float[] _shown = new float[engine.Info.Directions?.All.Count ?? 0];
    private string _text = "";
    private double _left;
    private bool _started;

    /// <summary>Whether a change waits for the beat.</summary>
    public bool Waits { get; private set; }

    /// <summary>Moves on.</summary>
    /// <param name="seconds">Since the last time.</param>
    /// <param name="parameters">What is asked for. Directions that a modulation moves follow its wave without a delay.</param>
    /// <param name="due">Whether a change that waits for the beat may begin.</param>
    /// <returns>Whether the weights are others than before.</returns>
    public bool Apply(double seconds, SessionParameters parameters, bool due)
    {
        if (engine.Info.Directions is not { } known)
        {
            return false;
        }

        var text = parameters.Condition.Directions;
        var isModulated = parameters.Modulation.Any(one => one.Target.StartsWith(ConditionParameters.DirectionPrefix, StringComparison.Ordinal));
        if (text != _text && (due || isModulated || !_started))
        {
            _text = text;
            DirectionWeights.Parse(text).Fill(known, DirectionKind.Feature, _requested);
            _left = _started && !isModulated ? parameters.Condition.Transition.Seconds : 0.0;
        }

        (_started, Waits) = (true, text != _text);
        if (_requested.AsSpan().SequenceEqual(_shown))
        {
            return false;
        }

        _left = Math.Min(_left, parameters.Condition.Transition.Seconds);
        var share = _left <= seconds ? 1f : (float)Math.Max(1.0 - Math.Exp(-Following * seconds / parameters.Condition.Transition.Seconds), seconds / _left);
        for (var i = 0; i < _shown.Length; i++)
        {
            _shown[i] = share == 1f ? _requested[i] : _shown[i] + (share * (_requested[i] - _shown[i]));
        }

        _left -= seconds;
        _shift.Set(_shown);
        return true;
    }

    /// <summary>The features that a point is painted from; empty where its latent is.</summary>
    /// <returns><c>[T, D]</c>, until the next call.</returns>
    public ReadOnlySpan<float> Features(FramePoint point) => _shift.Features(point.Latent, point.Features);
}
