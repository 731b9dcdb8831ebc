namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>Keys' cubic convolution with a = -0.5 (IEEE ASSP 29, 1981).</summary>
public readonly struct BicubicResampler : IResampler
{
    private const float A = -0.5f;

    public float Radius => 2;

    public float GetValue(float x)
    {
        x = MathF.Abs(x);
        return x switch
        {
            <= 1 => (((A + 2) * x) - (A + 3)) * x * x + 1,
            < 2 => ((((A * x) - (5 * A)) * x) + (8 * A)) * x - (4 * A),
            _ => 0,
        };
    }
}
