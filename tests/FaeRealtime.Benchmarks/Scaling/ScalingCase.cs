using FaeRealtime.Benchmarks.Cpu;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Cpu;

namespace FaeRealtime.Benchmarks.Scaling;

/// <summary>One size with its generator, its bare products, and their times.</summary>
internal sealed class ScalingCase : IDisposable
{
    private const int Pictures = 4;
    private const double Milli = 1e3;

    private readonly ModelConfig config;
    private readonly int threads;
    private readonly GeneratorClock generator;
    private readonly ProductRate products;
    private readonly Samples one;
    private readonly Samples batch;
    private readonly Samples bare;

    /// <summary>Draws weights, in a folder that is gone again afterwards.</summary>
    /// <param name="config">The size.</param>
    /// <param name="threads">That compute.</param>
    public ScalingCase(ModelConfig config, int threads)
    {
        (this.config, this.threads) = (config, threads);
        var options = new CpuModelOptions { Threads = threads };
        var folder = Directory.CreateTempSubdirectory("fae-scaling-");
        try
        {
            generator = new GeneratorClock(BenchmarkModel.Create(Path.Combine(folder.FullName, "model"), config), options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        products = new ProductRate(config, options);
        (one, batch, bare) = (new Samples(() => generator.Seconds(1)), new Samples(() => generator.Seconds(Pictures)), new Samples(products.Seconds));
    }

    /// <summary>What was measured.</summary>
    public ScalingPoint Point
    {
        get
        {
            var bound = ForwardWork.Of(config.Generator, config.Latent) * bare.Least / products.Operations;
            return new ScalingPoint(
                config.Latent.Side * config.Latent.Side, config.Generator.Width, threads, one.Median * Milli, one.Least * Milli, batch.Least * Milli, bound * Milli);
        }
    }

    /// <summary>One turn of each.</summary>
    /// <param name="seconds">A turn.</param>
    /// <param name="keep">Whether it counts.</param>
    public void Measure(double seconds, bool keep)
    {
        foreach (var samples in new[] { one, batch, bare })
        {
            samples.Burst(seconds, keep);
        }
    }

    public void Dispose()
    {
        generator.Dispose();
        products.Dispose();
    }
}
