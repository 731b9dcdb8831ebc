namespace FaeRealtime.Cpu.Kernels;

/// <summary>Where a product goes and what is done on the way.</summary>
internal unsafe struct Epilogue
{
    /// <summary>What is done.</summary>
    public EpilogueKind Kind;

    /// <summary>First value of the first row.</summary>
    public float* Target;

    /// <summary>Values from one row of the target to the next.</summary>
    public nint TargetStride;

    /// <summary>Residual rows; may be the target.</summary>
    public float* Residual;

    /// <summary>Values from one residual row to the next.</summary>
    public nint ResidualStride;

    /// <summary>After how many rows the residual starts again, as a table of positions does for each picture; 0 for never.</summary>
    public int ResidualPeriod;

    /// <summary>One address a picture, at which its modulation begins; null for no gate.</summary>
    public float** Gates;

    /// <summary>Where in the modulation the gate stands.</summary>
    public nint GateOffset;

    /// <summary>Rows of one picture.</summary>
    public int RowsPerPicture;

    /// <summary>Where patches lie in the picture.</summary>
    public PixelTarget Pixels;
}
