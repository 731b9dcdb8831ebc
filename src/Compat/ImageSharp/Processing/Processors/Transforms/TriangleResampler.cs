namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>Linear interpolation.</summary>
public readonly struct TriangleResampler : IResampler
{
    public float Radius => 1;

    public float GetValue(float x) => MathF.Max(0, 1 - MathF.Abs(x));
}
