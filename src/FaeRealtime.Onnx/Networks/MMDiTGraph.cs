using FaeRealtime.Core.Config;
using FaeRealtime.Core.Positions;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>MMDiT, the text-to-image generator of Stable Diffusion 3 with 3.5's norms and second attentions by configuration, or its few-step student.</summary>
/// <remarks>Esser et al. 2024, arXiv:2403.03206, §4. Patches → linear + positions, states of a text → linear; joint blocks; modulated norm, linear → patches.</remarks>
internal static class MMDiTGraph
{
    /// <summary>Writes the nodes from a latent, its time, class and words to the velocity.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="targetTime">Whether it has a second time, as a few-step student does.</param>
    public static void Write(LayerGraph layers, MMDiTConfig config, LatentConfig latent, bool targetTime)
    {
        var (graph, width) = (layers.Graph, config.Width);
        var (x, time) = (graph.Input(Ports.Noisy(latent)), graph.Input(Ports.Time));
        var condition = graph.Silu(Condition(layers, config, time, targetTime)); // [B, D]
        var ends = new LatentEnds(layers, latent, config.PatchSize, width);
        var streams = new StreamPair(Text(layers, config), ends.Embed(x, Positions(layers, config, latent))); // [B, L, D] and [B, T, D]
        for (var i = 0; i < config.Depth; i++)
        {
            streams = new JointBlockGraph(layers, config, i, condition).Apply(streams);
        }

        var answer = ends.Finish(streams.Image, condition, NormKind.LayerNormNoAffine, latent.Channels);
        graph.Output(AnswerGraph.Velocity(graph, config, answer, x, time), Ports.Velocity(latent, targetTime));
    }

    // t + r + class + whole text.
    private static string Condition(LayerGraph layers, MMDiTConfig config, string time, bool targetTime)
    {
        var (graph, width, scale) = (layers.Graph, config.Width, layers.Graph.Constant(config.TimeScale));
        var condition = layers.Time(graph.Times(time, scale), "t_embedder", width);
        if (targetTime)
        {
            condition = graph.Plus(condition, layers.Time(graph.Times(graph.Input(Ports.Target), scale), "r_embedder", width));
        }

        if (config.Classes > 0)
        {
            var table = layers.Weight("label_embedder.embedding_table.weight", config.LabelRows, width);
            condition = graph.Plus(condition, graph.Rows(table, graph.Input(Ports.Class(config))));
        }

        return config.PooledWidth is { } pooled ? graph.Plus(condition, layers.Embedding(graph.Input(Ports.Pooled(pooled)), "y_embedder", width, pooled)) : condition;
    }

    private static string Text(LayerGraph layers, MMDiTConfig config)
    {
        var tokens = layers.Linear(layers.Graph.Input(Ports.States(config)), "context_embedder", config.Width, config.TextWidth); // [B, L, D]
        return config.TextPositions ? layers.Graph.Plus(tokens, layers.Weight("context_pos_embed", 1, config.TextTokens, config.Width)) : tokens;
    }

    // The middle of the stored table.
    private static float[] Positions(LayerGraph layers, MMDiTConfig config, LatentConfig latent)
    {
        var (width, side, grid) = (config.Width, config.PositionSide(latent), latent.Side / config.PatchSize);
        var table = layers.Table("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width);
        var (edge, row) = ((side - grid) / 2, grid * width);
        var positions = new float[grid * row];
        for (var y = 0; y < grid; y++)
        {
            table.AsSpan((((edge + y) * side) + edge) * width, row).CopyTo(positions.AsSpan(y * row));
        }

        return positions;
    }
}
