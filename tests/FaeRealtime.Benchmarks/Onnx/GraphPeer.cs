using FaeRealtime.Benchmarks.Live;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace FaeRealtime.Benchmarks.Onnx;

/// <summary>The graphs that a model is exported as, for one picture, in ONNX Runtime.</summary>
internal sealed class GraphPeer : ILivePeer
{
    private readonly InferenceSession _generator;
    private readonly InferenceSession _features;
    private readonly InferenceSession _pixels;
    private readonly OrtValue[] _condition;
    private readonly float[] _latent;
    private readonly long[] _shape;

    /// <summary>Exports the graphs and optimises them.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="variant">Its generator or its student.</param>
    /// <param name="threads">CPU threads.</param>
    public GraphPeer(ModelFolder folder, GeneratorVariant variant, int threads)
    {
        var network = variant == GeneratorVariant.FewStep ? "few-step" : "generator";
        var graphs = Directory.CreateTempSubdirectory("fae-graphs-");
        try
        {
            OnnxExport.Write(folder, graphs.FullName, new OnnxExportOptions { Networks = [network, "feature-decoder", "pixel-decoder"], Batch = 1 });
            using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
            InferenceSession Open(string name) => new(Path.Combine(graphs.FullName, $"{name}.onnx"), options);
            (_generator, _features, _pixels) = (Open(network), Open("feature-decoder"), Open("pixel-decoder"));
        }
        finally
        {
            graphs.Delete(recursive: true);
        }

        var latent = folder.Config.Latent;
        _shape = [1, latent.Channels, latent.Side, latent.Side];
        _latent = new float[latent.Channels * latent.Side * latent.Side];
        _condition = [.. _generator.InputNames.Skip(1).Select(Condition)];
    }

    public string Name => $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, exported";

    public double Generate(int runs) => ILivePeer.Seconds(runs, () => Velocity(_latent));

    public double Decode(int runs) => ILivePeer.Seconds(runs, () => Planes(_latent));

    public (float[] Velocity, byte[] Picture) Check(float[] latent)
    {
        var planes = Planes(latent);
        var picture = new byte[planes.Length / 3 * 4];
        PixelPacking.TryPack(planes, picture);
        return (Velocity(latent), picture);
    }

    public void Dispose()
    {
        Array.ForEach(_condition, value => value.Dispose());
        _generator.Dispose();
        _features.Dispose();
        _pixels.Dispose();
    }

    // What every peer is asked: from time 0.7 to 0.2, class 1, no words.
    private OrtValue Condition(string name) => name switch
    {
        "t" => OrtValue.CreateTensorValueFromMemory([0.7f], [1]),
        "r" => OrtValue.CreateTensorValueFromMemory([0.2f], [1]),
        "class" => OrtValue.CreateTensorValueFromMemory([1L], [1]),
        _ => Zeros([.. _generator.InputMetadata[name].Dimensions.Select(size => (long)size)]),
    };

    private static OrtValue Zeros(long[] shape) => OrtValue.CreateTensorValueFromMemory(new float[shape.Aggregate((a, b) => a * b)], shape);

    private float[] Velocity(float[] latent)
    {
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(latent, _shape);
        using var results = _generator.Run(options, _generator.InputNames, [x, .. _condition], _generator.OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private float[] Planes(float[] latent)
    {
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(latent, _shape);
        using var features = _features.Run(options, _features.InputNames, [x], _features.OutputNames);
        using var results = _pixels.Run(options, _pixels.InputNames, features, _pixels.OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
