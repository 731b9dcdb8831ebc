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

    private readonly ModelConfig _config;
    private readonly int _threads;
    private readonly GeneratorClock _generator;
    private readonly ProductRate _products;
    private readonly Samples _one;
    private readonly Samples _batch;
    private readonly Samples _bare;

    /// <summary>Draws weights, in a folder that is gone again afterwards.</summary>
    /// <param name="config">The size.</param>
    /// <param name="threads">That compute.</param>
    public ScalingCase(ModelConfig config, int threads)
    {
        (_config, _threads) = (config, threads);
        var options = new CpuModelOptions { Threads = threads };
        var folder = Directory.CreateTempSubdirectory("fae-scaling-");
        try
        {
            _generator = new GeneratorClock(BenchmarkModel.Create(Path.Combine(folder.FullName, "model"), config), options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        _products = ProductRate.Of(config, options);
        (_one, _batch, _bare) = (new Samples(() => _generator.Seconds(1)), new Samples(() => _generator.Seconds(Pictures)), new Samples(_products.Seconds));
    }

    /// <summary>What was measured.</summary>
    public ScalingPoint Point
    {
        get
        {
            var bound = ForwardWork.Of((LightningDiTConfig)_config.Generator, _config.Latent) * _bare.Least / _products.Operations;
            return new ScalingPoint(
                _config.Latent.Side * _config.Latent.Side, ((LightningDiTConfig)_config.Generator).Width, _threads, _one.Median * Milli, _one.Least * Milli, _batch.Least * Milli, bound * Milli);
        }
    }

    /// <summary>One turn of each.</summary>
    /// <param name="seconds">A turn.</param>
    /// <param name="keep">Whether it counts.</param>
    public void Measure(double seconds, bool keep)
    {
        foreach (var samples in new[] { _one, _batch, _bare })
        {
            samples.Burst(seconds, keep);
        }
    }

    public void Dispose()
    {
        _generator.Dispose();
        _products.Dispose();
    }
}
