using FaeRealtime.Core.Positions;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>Turns a generator's weights to the other direction of time, so that official samplers, which put data at t = 1, can run weights trained here, and back.</summary>
/// <remarks>
/// The network with turned weights is g(x, t) = −f(x, 1 − t), up to rounding. Time enters only as [cos(t·ω) | sin(t·ω)]·Wᵀ, and cos and sin of (1 − t)·ω are linear in those of t·ω, so
/// W_c' = W_c·cos ω + W_s·sin ω and W_s' = W_c·sin ω − W_s·cos ω; the sign goes into the last linear layer. A predicted noise or score has no direction and keeps its sign. Turning twice is the identity.
/// </remarks>
public static class TimeReversal
{
    /// <summary>Turns the weights in place. <see cref="Core.Config.LightningDiTConfig.Time"/> of the network's config stays what it was: keep the turned weights with the other value.</summary>
    /// <param name="generator">The network. Borrowed; its weights change.</param>
    public static void Apply(LightningDiT generator)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var parameters = generator.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        var frequencies = TimestepEmbedder.Frequencies(TimeWaves.Width, parameters["t_embedder.mlp.0.weight"].device);
        TurnTime(parameters["t_embedder.mlp.0.weight"], frequencies);
        if (generator.HasTargetTime)
        {
            TurnTime(parameters["r_embedder.mlp.0.weight"], frequencies);
        }

        if (generator.Config.Prediction != Core.Config.PredictionKind.Velocity)
        {
            return;
        }

        var sign = Sign(generator).to(parameters["final_layer.linear.bias"].device); // [p·p·outputs]
        parameters["final_layer.linear.weight"].mul_(sign.unsqueeze(1));
        parameters["final_layer.linear.bias"].mul_(sign);
    }

    private static void TurnTime(Tensor weight, Tensor frequencies)
    {
        var omega = frequencies.@double(); // [F]
        var halves = weight.@double().chunk(2, 1); // [D, F] each: of the cosines, of the sines
        var (cosine, sine) = (omega.cos(), omega.sin());
        weight.copy_(cat([(halves[0] * cosine) + (halves[1] * sine), (halves[0] * sine) - (halves[1] * cosine)], 1)); // [D, 2F]
    }

    // A patch is laid out (row, column, channel); channels behind the latent's are the learned sigma, which has no direction.
    private static Tensor Sign(LightningDiT generator)
    {
        var (channels, config) = (generator.Latent.Channels, generator.Config);
        var outputs = config.LearnSigma ? 2 * channels : channels;
        var signs = new float[config.PatchSize * config.PatchSize * outputs];
        for (var i = 0; i < signs.Length; i++)
        {
            signs[i] = i % outputs < channels ? -1 : 1;
        }

        return tensor(signs);
    }
}
