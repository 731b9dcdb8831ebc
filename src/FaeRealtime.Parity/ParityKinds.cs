using System.Text.Json;
using FaeRealtime.Parity.Cases;

namespace FaeRealtime.Parity;

/// <summary>Runs a golden case of one kind.</summary>
/// <param name="directory">The case's folder.</param>
/// <param name="config">Its config.json.</param>
/// <param name="options">Device and tolerance.</param>
/// <returns>A row for every tensor of the case.</returns>
internal delegate IReadOnlyList<ParityRow> ParityRun(string directory, JsonElement config, ParityOptions options);

/// <summary>The kinds of golden cases, by the model that their config names.</summary>
internal static class ParityKinds
{
    private const string Sit = "SiT";
    private const string LightningDiT = "LightningDiT";
    private const string MMDiT = "MMDiTX (SD3 / SD3.5)";
    private const string RaeDecoder = "RAE GeneralDecoder (ViT-MAE decoder) + RAE.decode";

    /// <summary>Those that a frame engine runs as well (<see cref="ParityOptions.Engine"/>).</summary>
    public static IReadOnlyList<string> OfEngines { get; } = [Sit, LightningDiT, MMDiT, RaeDecoder];

    /// <summary>Every kind.</summary>
    public static IReadOnlyDictionary<string, ParityRun> All { get; } = new Dictionary<string, ParityRun>(StringComparer.Ordinal)
    {
        ["DINOv2 ViT"] = VisionTransformerParity.Run,
        [LightningDiT] = LightningDiTParity.Run,
        [MMDiT] = MMDiTParity.Run,
        ["primitive operations (torch 1.13.1 CPU) and LightningDiT sub-modules"] = PrimitivesParity.Run,
        [Sit] = SitParity.Run,
        ["SiT training steps"] = TrainingStepsParity.Run,
        ["SigLIP (also fixed-resolution SigLIP2 checkpoints)"] = SiglipParity.Run,
        ["SigLIP2 NaFlex"] = SiglipNaflexParity.Run,
        ["T5 v1.1 encoder"] = T5Parity.Run,
        ["RAE DiTwDDTHead"] = DdtParity.Run,
        ["KL autoencoder (SD3 VAE, LDM key names encoder.* / decoder.*, no quant convs)"] = KlAutoencoderParity.Run,
        [RaeDecoder] = RaeDecoderParity.Run,
        ["SiT transport tables"] = SitTransportParity.Run,
        ["LPIPS v0.1 squeeze"] = LpipsParity.Run,
        ["LPIPS v0.1 alex"] = LpipsParity.Run,
        ["LPIPS v0.1 vgg"] = LpipsParity.Run,
        ["STARFlow (Model)"] = StarFlowParity.Run,
        ["TARFlow"] = TarFlowParity.Run,
        ["safetensors edge cases"] = SafetensorsParity.Run,
        ["evaluation formulas"] = EvaluationParity.Run,
        ["ADM centre crop"] = CentreCropParity.Run,
    };
}
