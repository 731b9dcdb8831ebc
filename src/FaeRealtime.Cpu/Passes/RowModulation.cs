namespace FaeRealtime.Cpu.Passes;

/// <summary>Where the gain and shift of each picture's rows stand.</summary>
internal unsafe struct RowModulation
{
    /// <summary>One address a picture.</summary>
    public float** Bases;

    /// <summary>From there to the gain.</summary>
    public nint Gain;

    /// <summary>From there to the shift.</summary>
    public nint Shift;

    /// <summary>Rows of one picture.</summary>
    public int RowsPerPicture;
}
