namespace FaeRealtime.Sampling.Conditions;

/// <summary>What a generator's modulations depend on: exactly these numbers, in this order.</summary>
internal sealed class ModulationKey
{
    // Room for a blend on a walk; a longer one makes it grow once.
    private readonly List<WeightedClass> _blend = new(4);
    private float[] _text = [];
    private float _time;
    private float _target;
    private bool _used;

    /// <summary>Whether this is the key.</summary>
    public bool Is(float t, float r, IReadOnlyList<WeightedClass> classes, ReadOnlySpan<float> text)
    {
        if (!_used || _time != t || _target != r || _blend.Count != classes.Count || !text.SequenceEqual(_text))
        {
            return false;
        }

        for (var i = 0; i < _blend.Count; i++)
        {
            if (_blend[i] != classes[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Becomes the key.</summary>
    public void Set(float t, float r, IReadOnlyList<WeightedClass> classes, ReadOnlySpan<float> text)
    {
        (_time, _target, _used) = (t, r, true);
        if (_text.Length != text.Length)
        {
            _text = text.Length == 0 ? [] : new float[text.Length];
        }

        text.CopyTo(_text);
        _blend.Clear();
        for (var i = 0; i < classes.Count; i++)
        {
            _blend.Add(classes[i]);
        }
    }

    /// <summary>Becomes no key.</summary>
    public void Forget() => _used = false;
}
