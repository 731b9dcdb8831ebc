using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>How the frozen encoder's features are standardised: kept with the latent encoder, and needed by whoever gives or takes features.</summary>
/// <param name="Mean"><c>[D]</c>.</param>
/// <param name="Deviation"><c>[D]</c>.</param>
internal sealed record FeatureScale(float[] Mean, float[] Deviation)
{
    private const string MeanKey = "features.mean";
    private const string DeviationKey = "features.std";

    /// <summary>Reads it out of a latent encoder's file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="width">Width D of the features.</param>
    /// <exception cref="CheckpointException">The file has none.</exception>
    public static FeatureScale Read(WeightFile file, int width) => new(file.Take(MeanKey, width), file.Take(DeviationKey, width));

    /// <summary>Reads it out of a model's latent encoder.</summary>
    /// <param name="folder">The model.</param>
    /// <exception cref="CheckpointException">There is no such file, or it has none.</exception>
    public static FeatureScale Of(ModelFolder folder)
    {
        using var file = WeightFile.Open(folder.EncoderPath, "the latent encoder, which has the features' statistics,");
        return Read(file, folder.Config.Encoder.FeatureWidth);
    }

    /// <summary>Raw features from standardised ones.</summary>
    public string Raw(OnnxGraph graph, string x) => graph.Plus(graph.Times(x, graph.Constant(Deviation, Deviation.Length)), graph.Constant(Mean, Mean.Length));

    /// <summary>Standardised features from raw ones.</summary>
    public string Standardised(OnnxGraph graph, string x) => graph.Over(graph.Minus(x, graph.Constant(Mean, Mean.Length)), graph.Constant(Deviation, Deviation.Length));
}
