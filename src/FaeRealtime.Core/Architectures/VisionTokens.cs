using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;

namespace FaeRealtime.Core.Architectures;

/// <summary>What the file of a frozen image encoder holds beside its blocks, in timm's or DINOv2's keys: class and register tokens, and positions.</summary>
public static class VisionTokens
{
    /// <summary>Refuses a file in other keys.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Where it is.</param>
    /// <exception cref="CheckpointException">It is none of these.</exception>
    public static void Require(WeightFile file, string path)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.Has("patch_embed.proj.weight"))
        {
            throw new CheckpointException($"'{path}' has no 'patch_embed.proj.weight': engines without libtorch read an encoder in timm's or DINOv2's own keys. Give such a file, or use the torch engine.") { Subject = "EncoderPath" };
        }
    }

    /// <summary>Tokens that stand before those of the patches.</summary>
    /// <param name="config">Says which there are.</param>
    public static int Count(VisionEncoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return (config.ClassToken ? 1 : 0) + config.RegisterTokens;
    }

    /// <summary>These tokens with what positions they have.</summary>
    /// <param name="file">The file.</param>
    /// <param name="config">Sizes.</param>
    /// <returns><c>[1 + R, D]</c>, or less where there is no class token.</returns>
    /// <exception cref="CheckpointException">The file does not fit.</exception>
    public static float[] Before(WeightFile file, VisionEncoderConfig config)
    {
        var (width, registers) = (config.Width, config.RegisterTokens);
        var first = config.ClassToken ? file.Take("cls_token", 1, 1, width) : [];
        if (HasClassPosition(file, config))
        {
            var positions = Table(file, config);
            for (var i = 0; i < width; i++)
            {
                first[i] += positions[i];
            }
        }

        return registers == 0 ? first : [.. first, .. file.Take(file.Has("reg_token") ? "reg_token" : "register_tokens", 1, registers, width)];
    }

    /// <summary>The patches' positions at the model's grid.</summary>
    /// <param name="file">The file.</param>
    /// <param name="config">Sizes.</param>
    /// <returns><c>[T, D]</c>.</returns>
    /// <exception cref="CheckpointException">The file does not fit.</exception>
    public static float[] Positions(WeightFile file, VisionEncoderConfig config)
    {
        var table = Table(file, config).AsSpan(HasClassPosition(file, config) ? config.Width : 0);
        return GridResampling.Resize(table, config.PretrainedGrid, config.Grid, config.Width, config.PositionResize, config.PositionOffset);
    }

    /// <summary>A picture as the encoder takes it.</summary>
    /// <param name="rgb"><c>[S, S, 3]</c>, top row first, S the encoder's input size.</param>
    /// <param name="config">Sizes, mean and deviation of the colours.</param>
    /// <param name="planes">Receives <c>[3, S, S]</c>, normalised.</param>
    /// <exception cref="ShapeException">The picture has another size.</exception>
    public static void Normalise(ReadOnlySpan<byte> rgb, VisionEncoderConfig config, Span<float> planes)
    {
        const int colours = 3;
        ArgumentNullException.ThrowIfNull(config);
        var (side, pixels) = (config.InputSize, config.InputSize * config.InputSize);
        if (rgb.Length != pixels * colours || planes.Length != rgb.Length)
        {
            throw new ShapeException($"A picture of {rgb.Length} bytes came to encoder '{config.Name}'; give [{side}, {side}, 3].");
        }

        for (var i = 0; i < rgb.Length; i++)
        {
            var (pixel, colour) = (i / colours, i % colours);
            planes[(colour * pixels) + pixel] = ((rgb[i] / 255f) - (float)config.Mean[colour]) / (float)config.Std[colour];
        }
    }

    // A file with registers but without the class token's position has positions of patches only (timm).
    private static bool HasClassPosition(WeightFile file, VisionEncoderConfig config) => config.ClassToken && !file.Has("reg_token");

    private static float[] Table(WeightFile file, VisionEncoderConfig config) =>
        file.Take("pos_embed", 1, (HasClassPosition(file, config) ? 1 : 0) + ((long)config.PretrainedGrid * config.PretrainedGrid), config.Width);
}
