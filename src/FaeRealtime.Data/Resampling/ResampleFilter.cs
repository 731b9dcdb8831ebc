namespace FaeRealtime.Data.Resampling;

/// <summary>Pillow's filters.</summary>
internal enum ResampleFilter
{
    /// <summary>The pixel under the centre, no averaging.</summary>
    Nearest,

    /// <summary>Mean of the covered pixels.</summary>
    Box,

    /// <summary>Triangle of radius 1.</summary>
    Bilinear,

    /// <summary>Windowed sinc of radius 1.</summary>
    Hamming,

    /// <summary>Keys' cubic with a = −0.5, radius 2.</summary>
    Bicubic,

    /// <summary>Sinc windowed by a sinc, radius 3.</summary>
    Lanczos,
}
