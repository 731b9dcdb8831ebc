using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>The classes that were shown when others were asked for, handing over to those: the generator itself blends them.</summary>
internal sealed class ClassFade
{
    /// <summary>Room that <see cref="Apply"/> needs.</summary>
    public const int MostClasses = 64;

    private readonly WeightedClass[] _shown = new WeightedClass[MostClasses];
    private readonly WeightedClass[] _from = new WeightedClass[MostClasses];
    private int _shownCount;
    private int _fromCount;
    private double _seconds = double.PositiveInfinity;

    /// <summary>Whether the last <see cref="Apply"/> gave what the one before gave.</summary>
    public bool IsUnchanged { get; private set; }

    /// <summary>Starts from what is shown.</summary>
    public void Begin()
    {
        // A fade in the middle of a fade keeps what fits; the lightest classes go.
        _shown.AsSpan(0, _shownCount).Sort(static (a, b) => b.Weight.CompareTo(a.Weight));
        _fromCount = Math.Min(_shownCount, MostClasses - SourcePath.MostClasses);
        _shown.AsSpan(0, _fromCount).CopyTo(_from);
        _seconds = 0.0;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(double seconds) => _seconds += seconds;

    /// <summary>Blends what is left of the start into the classes of now.</summary>
    /// <param name="transition">How long and how evenly.</param>
    /// <param name="classes">The classes of now; receives what is shown. Room for <see cref="MostClasses"/>.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>How many are shown.</returns>
    public int Apply(TransitionParameters transition, Span<WeightedClass> classes, int count)
    {
        if (_seconds < transition.Seconds)
        {
            count = ClassMixture.Blend(classes, count, _from.AsSpan(0, _fromCount), 1.0 - Easing.At(transition.Easing, _seconds / transition.Seconds));
        }

        IsUnchanged = classes[..count].SequenceEqual(_shown.AsSpan(0, _shownCount));
        classes[..count].CopyTo(_shown);
        _shownCount = count;
        return count;
    }
}

/// <summary>The words that were asked for when others were, handing over to those: their vectors are blended.</summary>
/// <param name="numbers">Numbers N of a prompt; 0 for a model without words.</param>
internal sealed class WordFade(int numbers)
{
    // A negative prompt stands behind: zeros for none.
    private readonly float[] _shown = new float[2 * numbers];
    private readonly float[] _from = new float[2 * numbers];
    private readonly float[] _before = new float[2 * numbers];
    private double _seconds = double.PositiveInfinity;

    /// <summary>Whether the last <see cref="Apply"/> gave what the one before gave.</summary>
    public bool IsUnchanged { get; private set; }

    /// <summary>Starts from what is shown.</summary>
    public void Begin()
    {
        _shown.CopyTo(_from, 0);
        _seconds = 0.0;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(double seconds) => _seconds += seconds;

    /// <summary>Blends what is left of the start into the words of now.</summary>
    /// <param name="transition">How long and how evenly.</param>
    /// <param name="words">The words of now, <c>[N]</c>, or <c>[2·N]</c> with a negative prompt; empty for none.</param>
    /// <returns>What is shown, <c>[N]</c> or <c>[2·N]</c>, until the next call.</returns>
    public ReadOnlySpan<float> Apply(TransitionParameters transition, ReadOnlySpan<float> words)
    {
        _shown.CopyTo(_before, 0);
        var share = _seconds < transition.Seconds ? (float)Easing.At(transition.Easing, _seconds / transition.Seconds) : 1f;
        for (var i = 0; i < _shown.Length; i++)
        {
            var now = i < words.Length ? words[i] : 0f;
            _shown[i] = share == 1f ? now : _from[i] + (share * (now - _from[i]));
        }

        IsUnchanged = _shown.AsSpan().SequenceEqual(_before);
        return _shown.AsSpan(numbers).ContainsAnyExcept(0f) ? _shown : _shown.AsSpan(0, numbers);
    }
}
