using System.Diagnostics;

namespace FaeRealtime.Benchmarks.Live;

/// <summary>One way of computing a model's frames.</summary>
internal interface ILivePeer : IDisposable
{
    /// <summary>As in the table.</summary>
    string Name { get; }

    /// <summary>Seconds for so many evaluations of the generator, one picture each, without guidance.</summary>
    double Generate(int runs);

    /// <summary>Seconds for so many pictures from latents.</summary>
    double Decode(int runs);

    /// <summary>What it computes, to see that all compute the same.</summary>
    /// <param name="latent"><c>[C, h, w]</c>.</param>
    /// <returns>The velocity <c>[C, h, w]</c> from t = 0.7 to r = 0.2 for class 1, and the latent's picture <c>[H, W, 4]</c>.</returns>
    (float[] Velocity, byte[] Picture) Check(float[] latent);

    /// <summary>Seconds that so many runs take.</summary>
    static double Seconds(int runs, Action run)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
