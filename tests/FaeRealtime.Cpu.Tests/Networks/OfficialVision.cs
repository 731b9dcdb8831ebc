using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Testing;

namespace FaeRealtime.Cpu.Tests.Networks;

/// <summary>What the official DINOv2 made of square pictures without a mask.</summary>
/// <param name="Config">The encoder.</param>
/// <param name="Weights">Its file.</param>
/// <param name="Input">Normalised colours <c>[3, S, S]</c>.</param>
/// <param name="Features">Patch tokens behind the final norm <c>[T, D]</c>.</param>
internal sealed record OfficialVision(VisionEncoderConfig Config, string Weights, float[] Input, float[] Features)
{
    public static TheoryData<string> Names => ["dinov2_mlp", "dinov2_swiglu_reg", "dinov2_giant_like"];

    public static OfficialVision Of(string name)
    {
        var (config, input) = name switch
        {
            "dinov2_mlp" => (Small(64, 3, 4, 256, 70), "native"),
            "dinov2_swiglu_reg" => (Small(64, 3, 4, 176, 98) with { FeedForward = FeedForwardKind.SwiGlu, RegisterTokens = 4, PretrainedGrid = 7, PositionResize = PositionResize.BicubicAntialias, PositionOffset = 0 }, "native"),
            _ => (Small(48, 2, 3, 128, 42) with { FeedForward = FeedForwardKind.SwiGlu }, "interp"),
        };
        using var file = WeightFile.Open(SharedData.Path($"fixtures/{name}/io.safetensors"), name);
        var (side, tokens) = (config.InputSize, config.Grid * config.Grid);
        return new OfficialVision(
            config,
            SharedData.Path($"fixtures/{name}/weights.safetensors"),
            file.Take($"{input}.input", 1, 3, side, side),
            file.Take($"{input}.x_norm_patchtokens", 1, tokens, config.Width));
    }

    private static VisionEncoderConfig Small(int width, int depth, int heads, int hidden, int side) => new()
    {
        Name = "official",
        PatchSize = 14,
        InputSize = side,
        PretrainedGrid = 5,
        Width = width,
        Depth = depth,
        Heads = heads,
        MlpHidden = hidden,
        LayerScale = true,
        PositionResize = PositionResize.BicubicScaleOffset,
        PositionOffset = 0.1,
    };
}
