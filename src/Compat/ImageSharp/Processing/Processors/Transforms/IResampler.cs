namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>An interpolation kernel.</summary>
public interface IResampler
{
    /// <summary>The kernel is 0 farther than this from its centre, in source pixels.</summary>
    float Radius { get; }

    float GetValue(float x);
}
