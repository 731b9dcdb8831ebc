using FaeRealtime.Core.Config;
using FaeRealtime.Models.Flows;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Flows;

/// <summary>Flows small enough for every test, of the real structure and with every parameter moved.</summary>
internal static class SmallFlows
{
    public const long Words = 2;

    public static LatentConfig Latent { get; } = new() { Channels = 2, Side = 4 };

    /// <summary>The published switches with a condition for the deep block.</summary>
    public static StarFlowConfig Published { get; } = new() { Width = 40, Layers = [1, 2], HeadWidth = 20, ConditionTokens = 3, ConditionWidth = 5 };

    /// <summary>No condition, no start token, scales by the exponential, patches of two.</summary>
    public static StarFlowConfig Plain { get; } = new()
    {
        Width = 32, Layers = [1, 1, 1], HeadWidth = 16, PatchSize = 2, StartToken = false, Softplus = false, FinalNorm = false, SoftClip = 1, Order = FlowOrder.RightToLeft,
    };

    /// <summary>Every other switch, and words for all blocks.</summary>
    public static StarFlowConfig Switched { get; } = new()
    {
        Width = 24, TopWidth = 28, Layers = [1, 1], HeadWidth = 20, Heads = 2, KeyHeads = 1, ConditionTokens = 2, ConditionWidth = 5, ConditionTopOnly = false,
        Softplus = false, SoftClip = 0, Gated = true, QkNorm = true, PostNorm = true, Bias = false, Norm = NormKind.RmsNorm, HalfSplitRope = true, PositionSide = 3,
    };

    public static TarFlowConfig Tar { get; } = new() { Width = 16, Blocks = 3, LayersPerBlock = 2, HeadWidth = 8, PatchSize = 2, Classes = 4 };

    public static StarFlowConfig Star(string name) => name switch
    {
        nameof(Published) => Published,
        nameof(Plain) => Plain,
        _ => Switched,
    };

    public static StarFlow Flow(StarFlowConfig config, ulong seed = 7)
    {
        var network = new StarFlow(config, Latent);
        network.Initialise(seed);
        Noise.Disturb(network);
        return network;
    }

    public static TarFlow Flow(TarFlowConfig config, ulong seed = 7)
    {
        var network = new TarFlow(config, Latent);
        network.Initialise(seed);
        Noise.Disturb(network);
        return network;
    }

    /// <summary>Gives a lone block weights that are the same in every run and small enough for plain tolerances.</summary>
    public static void Settle(nn.Module block)
    {
        using var frozen = no_grad();
        foreach (var parameter in block.parameters())
        {
            parameter.zero_();
        }

        Noise.Disturb(block, 0.2);
    }

    public static Tensor? Condition(StarFlowConfig config, long batch, ulong seed = 3) => config.ConditionWidth == 0 ? null : Noise.Normal(seed, batch, Words, config.ConditionWidth);

    /// <summary>∂z/∂x of one picture by as many backward passes as there are numbers.</summary>
    public static double LogDeterminant(Tensor x, Tensor z)
    {
        var rows = z.flatten().unbind(0).Select(each => autograd.grad([each], [x], retain_graph: true)[0].flatten());
        return Math.Log(Math.Abs(linalg.det(stack([.. rows])).item<float>()));
    }
}
