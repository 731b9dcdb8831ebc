using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Tests;

public sealed class OnnxGraphTests
{
    /// <summary>Refused before a number is read: the span names more of them than there are.</summary>
    [Theory]
    [InlineData(false, 540_000_000, "Store its matrices as f16")]
    [InlineData(true, 1_080_000_000, "There is no smaller form")]
    public void Weight_BeyondTheFormat_RefusedAtOnce(bool halves, int count, string said)
    {
        var (graph, one) = (new OnnxGraph("generator", new GraphForm(Batch: null, halves)), 1f);

        var refusal = Assert.Throws<ConfigException>(() => graph.Weight("head.weight", MemoryMarshal.CreateReadOnlySpan(in one, count), 1, count));

        Assert.Contains("'generator' takes more than the 2.1 GB", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }
}
