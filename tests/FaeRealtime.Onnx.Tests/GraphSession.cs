using Microsoft.ML.OnnxRuntime;

namespace FaeRealtime.Onnx.Tests;

/// <summary>A graph in ONNX Runtime on the CPU.</summary>
internal sealed class GraphSession(string path) : IDisposable
{
    private readonly InferenceSession _session = new(path);

    /// <summary>The file's metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>Inputs and outputs as <c>name[axes]</c>; −1 is any.</summary>
    public IEnumerable<string> Ports => _session.InputMetadata.Concat(_session.OutputMetadata).Select(port => $"{port.Key}[{string.Join(",", port.Value.Dimensions)}]");

    /// <summary>Computes.</summary>
    /// <param name="batch">The first axis of all.</param>
    /// <param name="inputs">Numbers by name, <c>float[]</c> or <c>long[]</c>.</param>
    /// <returns>The outputs, in their order.</returns>
    public IReadOnlyList<float[]> Run(int batch, params (string Name, Array Values)[] inputs)
    {
        var values = inputs.ToDictionary(input => input.Name, input => Value(input.Values, [batch, .. _session.InputMetadata[input.Name].Dimensions.Skip(1)]));
        try
        {
            using var options = new RunOptions();
            using var results = _session.Run(options, values, _session.OutputNames);
            return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            values.Values.ToList().ForEach(value => value.Dispose());
        }
    }

    public void Dispose() => _session.Dispose();

    private static OrtValue Value(Array values, long[] shape) => values is long[] numbers
        ? OrtValue.CreateTensorValueFromMemory(numbers, shape)
        : OrtValue.CreateTensorValueFromMemory((float[])values, shape);
}
