using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using FaeRealtime.Models.Tests.Flows;
using FaeRealtime.Testing;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests;

/// <summary>Keys and shapes of every network's checkpoint are a public contract: Golden/*.txt lists them (official names: MODELS §3.2, §5.8, §7.1).</summary>
public sealed class CheckpointKeyTests
{
    public static TheoryData<string> Networks() => [.. All.Keys];

    private static Dictionary<string, Func<nn.Module>> All { get; } = new()
    {
        ["single-attention-encoder"] = () => SmallNetworks.Encoder(),
        ["single-attention-encoder-norms"] = () => SmallNetworks.Encoder(SmallNetworks.Attention with { PreNorm = true, QkNorm = true, Rope = true }),
        ["linear-encoder"] = () => SmallNetworks.Encoder(SmallNetworks.Attention with { Kind = AutoencoderKind.Linear }),
        ["transformer-encoder"] = () => SmallNetworks.Encoder(SmallNetworks.Attention with { Kind = AutoencoderKind.Transformer, Depth = 2, QkNorm = true, Rope = true }),
        ["feature-decoder"] = () => SmallNetworks.FeatureDecoder(),
        ["pixel-decoder"] = () => SmallNetworks.PixelDecoder(),
        ["pixel-decoder-rae"] = () => SmallNetworks.PixelDecoder(config: SmallNetworks.RaePixels),
        ["pixel-decoder-overlap"] = () => SmallNetworks.PixelDecoder(config: SmallNetworks.OverlapPixels),
        ["pixel-decoder-convolution"] = () => SmallNetworks.PixelDecoder(config: SmallNetworks.ConvolutionPixels),
        ["siglip"] = () => SmallNetworks.Siglip(),
        ["lightningdit"] = () => SmallNetworks.Generator(),
        ["lightningdit-qknorm-layernorm"] = () => SmallNetworks.Generator(SmallNetworks.Generation with
        {
            QkNorm = true, RmsNorm = false, SwiGlu = false, Rope = false, WithoutShift = true, LearnSigma = true,
        }),
        ["mmdit"] = () => SmallNetworks.TextGenerator(),
        ["mmdit-qknorm"] = () => SmallNetworks.TextGenerator(SmallNetworks.TextToImageNormed),
        ["mmdit-paper"] = () => SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper),
        ["starflow"] = () => SmallFlows.Flow(SmallFlows.Published),
        ["starflow-plain"] = () => SmallFlows.Flow(SmallFlows.Plain),
        ["starflow-switched"] = () => SmallFlows.Flow(SmallFlows.Switched),
        ["tarflow"] = () => SmallFlows.Flow(SmallFlows.Tar),
        ["vit"] = () => SmallNetworks.Vit(),
        ["vit-dinov2-registers-swiglu"] = () => SmallNetworks.Vit(SmallNetworks.Vision with
        {
            RegisterTokens = 4, LayerScale = true, FeedForward = FeedForwardKind.SwiGlu,
        }),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void StateDict_EveryNetwork_HasTheListedKeysAndShapes(string network)
    {
        using var module = All[network]();
        var actual = module.state_dict().Select(entry => $"{entry.Key} {TensorShape.Text(entry.Value.shape)}").Order(StringComparer.Ordinal);

        var golden = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "FaeRealtime.Models.Tests", "Golden", $"{network}.txt"));

        Assert.Equal(golden, actual);
    }
}
