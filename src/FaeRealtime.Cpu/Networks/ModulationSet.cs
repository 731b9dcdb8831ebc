namespace FaeRealtime.Cpu.Networks;

/// <summary>The modulations of one key.</summary>
internal sealed unsafe class ModulationSet
{
    /// <summary>What they were computed for.</summary>
    public ModulationKey Key { get; } = new();

    /// <summary>When they were last asked for.</summary>
    public long LastTurn { get; set; }

    /// <summary>Their place, for as long as the generator lives; null before the first use.</summary>
    public float* Values { get; set; }
}
