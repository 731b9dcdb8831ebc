namespace FaeRealtime.Cpu.Networks;

/// <summary>The modulations of one key.</summary>
/// <param name="values">Their place, for as long as the generator lives.</param>
internal sealed unsafe class ModulationSet(float* values)
{
    /// <summary>What they were computed for.</summary>
    public ModulationKey Key { get; } = new();

    /// <summary>When they were last asked for.</summary>
    public long LastTurn { get; set; }

    /// <summary>Their place.</summary>
    public float* Values => values;
}
