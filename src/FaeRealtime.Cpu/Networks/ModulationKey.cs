using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks;

/// <summary>What a generator's modulations depend on: exactly these numbers, in this order.</summary>
internal sealed class ModulationKey
{
    // Room for a blend on a walk; a longer one makes it grow once.
    private readonly List<WeightedClass> blend = new(4);
    private float time;
    private float target;
    private bool used;

    /// <summary>Whether this is the key.</summary>
    public bool Is(float t, float r, IReadOnlyList<WeightedClass> classes)
    {
        if (!used || time != t || target != r || blend.Count != classes.Count)
        {
            return false;
        }

        for (var i = 0; i < blend.Count; i++)
        {
            if (blend[i] != classes[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Becomes the key.</summary>
    public void Set(float t, float r, IReadOnlyList<WeightedClass> classes)
    {
        (time, target, used) = (t, r, true);
        blend.Clear();
        for (var i = 0; i < classes.Count; i++)
        {
            blend.Add(classes[i]);
        }
    }

    /// <summary>Becomes no key.</summary>
    public void Forget() => used = false;
}
