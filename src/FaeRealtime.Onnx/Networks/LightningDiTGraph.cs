using FaeRealtime.Core.Config;
using FaeRealtime.Core.Positions;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>LightningDiT, with SiT as the case of all flags off, or its few-step student: patches → linear + positions → modulated blocks → modulated norm, linear → patches.</summary>
internal static class LightningDiTGraph
{
    /// <summary>Writes the nodes from a latent, its time and condition to the velocity.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="targetTime">Whether it has a second time, as a few-step student does.</param>
    public static void Write(LayerGraph layers, LightningDiTConfig config, LatentConfig latent, bool targetTime)
    {
        var (graph, width, side, block) = (layers.Graph, config.Width, latent.Side / config.PatchSize, BlockConfig.Of(config));
        var (x, time) = (graph.Input(Ports.Noisy(latent)), graph.Input(Ports.Time));
        var condition = graph.Silu(Condition(layers, config, time, targetTime)); // [B, D]
        var ends = new LatentEnds(layers, latent, config.PatchSize, width);
        var tokens = ends.Embed(x, layers.Table("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width)); // [B, T, D]
        var blocks = new BlockGraph(layers, block, config.Rope ? RotaryGraph.Of(layers, "feat_rope", block.HeadWidth, side) : null);
        for (var i = 0; i < config.Depth; i++)
        {
            tokens = blocks.Apply(tokens, $"blocks.{i}", layers.Vectors(condition, $"blocks.{i}.adaLN_modulation.1", width, config.WithoutShift ? 4 : 6));
        }

        var answer = ends.Finish(tokens, condition, block.Norm, (config.LearnSigma ? 2 : 1) * latent.Channels);
        graph.Output(AnswerGraph.Velocity(graph, config, answer, x, time), Ports.Velocity(latent, targetTime));
    }

    // t + r + class + words.
    private static string Condition(LayerGraph layers, LightningDiTConfig config, string time, bool targetTime)
    {
        var (graph, width) = (layers.Graph, config.Width);
        var condition = layers.Time(AnswerGraph.NetworkTime(graph, config, time), "t_embedder", width);
        if (targetTime)
        {
            condition = graph.Plus(condition, layers.Time(AnswerGraph.NetworkTime(graph, config, graph.Input(Ports.Target)), "r_embedder", width));
        }

        var table = layers.Weight("y_embedder.embedding_table.weight", config.LabelRows, width);
        condition = graph.Plus(condition, graph.Rows(table, graph.Input(Ports.Class(config))));
        return config.Text is { } text ? graph.Plus(condition, layers.Embedding(graph.Input(Ports.Words(text)), "text_embedder", width, text.Width)) : condition;
    }
}
