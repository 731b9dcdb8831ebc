namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>The source pixel at the same place; no weights.</summary>
public readonly struct NearestNeighborResampler : IResampler
{
    public float Radius => 1;

    public float GetValue(float x) => x;
}
