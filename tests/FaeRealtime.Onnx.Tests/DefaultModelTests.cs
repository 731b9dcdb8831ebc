using FaeRealtime.Core.Folders;
using FaeRealtime.Testing;

namespace FaeRealtime.Onnx.Tests;

/// <summary>The shipped model's graphs in ONNX Runtime.</summary>
public sealed class DefaultModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static ModelFolder Model => ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));

    [Fact]
    public void Graphs_OfTheDefaultModel_AgreeWithTheCpuEngine()
    {
        var graphs = Path.Combine(_folder.Path, "onnx");
        OnnxExport.Write(Model, graphs, new OnnxExportOptions());

        new Twins(Model, graphs, 1e-5).Compare();
    }

    public void Dispose() => _folder.Dispose();
}
