using System.Diagnostics;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime.Engines.Gl;

/// <summary>How fast the product kernel is: what the engine's frame rates are beside.</summary>
public static class GlMatrixTime
{
    /// <summary>The fastest of some products of square matrices, on a context of its own.</summary>
    /// <param name="side">Rows and columns, a multiple of 4.</param>
    /// <param name="runs">How many.</param>
    /// <param name="options">The type of weights.</param>
    /// <exception cref="Core.Errors.GraphicsException">There is no OpenGL 4.3.</exception>
    public static TimeSpan Least(int side, int runs, GlEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var context = EglContext.CreateForCompute();
        using var compute = GlCompute.Open(context, options.HalfWeights ?? !context.IsSoftware, sizeof(float));
        var matrix = new float[side * side];
        Array.Fill(matrix, 0.5f);
        var layer = GlLinear.Pack(compute, matrix, new float[side], side);
        var (source, target) = (compute.Copy<float>(matrix), compute.Floats((long)side * side));
        var list = compute.List(side);
        list.Multiply(layer, new Rows(source, side), side, new ProductTarget(new Rows(target, side)));
        var best = TimeSpan.MaxValue;
        for (var i = 0; i <= runs; i++)
        {
            var started = Stopwatch.GetTimestamp();
            list.Run(default);
            compute.Read(target, 0, matrix.AsSpan(0, 1));
            var time = Stopwatch.GetElapsedTime(started);
            best = i > 0 && time < best ? time : best;
        }

        return best;
    }
}
