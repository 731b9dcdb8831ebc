namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>The mean of the covered source pixels.</summary>
public readonly struct BoxResampler : IResampler
{
    public float Radius => 0.5f;

    public float GetValue(float x) => x is > -0.5f and <= 0.5f ? 1 : 0;
}
