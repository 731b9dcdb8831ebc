namespace FaeRealtime.Core.Config;

/// <summary>What a model's configuration must satisfy as a whole.</summary>
public static class ModelConfigValidation
{
    private const int MaximumSide = 16384;

    // Of oneDNN's convolutions, whose gradients are only sound for whole ones.
    private const int ChannelBlock = 16;

    /// <summary>Checks ranges, divisibility and that the parts fit each other.</summary>
    /// <param name="config">The configuration.</param>
    /// <returns>Every problem as one sentence that starts with the key; empty when sound.</returns>
    public static IReadOnlyList<string> Validate(this ModelConfig config)
    {
        var check = new ProblemList();
        check.Require(config.FormatVersion == 1, $"formatVersion is {config.FormatVersion}; this program reads version 1.");
        check.Require(config.Name.Length > 0, $"name is empty; give a short name.");
        Encoder(check, config.Encoder);
        Latent(check, config);
        Autoencoder(check, config.Autoencoder, config.Encoder.FeatureWidth);
        FeatureDecoder(check, config.FeatureDecoder);
        PixelDecoder(check, config);
        check.Problems.AddRange(config.Generator.Problems(config.Latent));
        Sampling(check, config);
        FewStep(check, config);
        return check.Problems;
    }

    private static void Encoder(ProblemList check, VisionEncoderConfig encoder)
    {
        check.Range("encoder.patchSize", encoder.PatchSize, 1, 1024);
        check.Range("encoder.inputSize", encoder.InputSize, 1, MaximumSide);
        check.Range("encoder.pretrainedGrid", encoder.PretrainedGrid, 1, MaximumSide);
        check.Range("encoder.depth", encoder.Depth, 1, 1024);
        check.Range("encoder.mlpHidden", encoder.MlpHidden, 1, 1 << 20);
        check.Range("encoder.registerTokens", encoder.RegisterTokens, 0, 1024);
        check.Epsilon("encoder.normEpsilon", encoder.NormEpsilon);
        check.Heads("encoder", encoder.Width, encoder.Heads, multipleOf: 1);
        check.Divides("encoder.inputSize", encoder.InputSize, "encoder.patchSize", encoder.PatchSize);
        check.Range("encoder.positionOffset", encoder.PositionOffset, 0, 1);
        check.Require(encoder.Mean.Count == 3 && encoder.Mean.All(double.IsFinite), $"encoder.mean has {encoder.Mean.Count} values; give three finite ones, R, G, B.");
        check.Require(
            encoder.Std.Count == 3 && encoder.Std.All(std => std > 0 && double.IsFinite(std)),
            $"encoder.std has {encoder.Std.Count} values; give three above 0, R, G, B.");
        check.Require(
            encoder.Sha256 is null || (encoder.Sha256.Length == 64 && encoder.Sha256.All(char.IsAsciiHexDigitLower)),
            $"encoder.sha256 is '{encoder.Sha256}'; give 64 lower-case hex digits or null.");
        check.Require(
            encoder.FeatureBlocks.All(block => block >= 1 && block <= encoder.Depth) && encoder.FeatureBlocks.Distinct().Count() == encoder.FeatureBlocks.Count,
            $"encoder.featureBlocks is [{string.Join(", ", encoder.FeatureBlocks)}]; give different blocks from 1 to encoder.depth = {encoder.Depth}.");
    }

    private static void Latent(ProblemList check, ModelConfig config)
    {
        var latent = config.Latent;
        check.Range("latent.channels", latent.Channels, 1, 65536);
        check.Range("latent.side", latent.Side, 1, MaximumSide);
        var grid = config.Encoder.PatchSize > 0 ? config.Encoder.Grid : 0;
        check.Require(grid == latent.Side, $"latent.side is {latent.Side}; the encoder's grid (inputSize / patchSize) is {grid}, and both must be equal.");
        check.Require(latent.Mean.Count == latent.Std.Count, $"latent.mean has {latent.Mean.Count} values and latent.std {latent.Std.Count}; give both or neither.");
        Statistics("latent.mean", latent.Mean, double.IsFinite, "finite");
        Statistics("latent.std", latent.Std, value => value > 0 && double.IsFinite(value), "above 0");

        void Statistics(string key, IReadOnlyList<double> values, Func<double, bool> valid, string wanted)
        {
            check.Require(values.Count == 0 || values.Count == latent.Channels, $"{key} has {values.Count} values; give latent.channels = {latent.Channels}, or none before training.");
            check.Require(values.All(valid), $"{key} holds {values.FirstOrDefault(value => !valid(value))}; every value must be {wanted}.");
        }
    }

    private static void Autoencoder(ProblemList check, AutoencoderConfig autoencoder, int featureWidth)
    {
        check.Range("autoencoder.heads", autoencoder.Heads, 1, 1024);
        check.Range("autoencoder.headWidth", autoencoder.HeadWidth, 1, 65536);
        check.Range("autoencoder.depth", autoencoder.Depth, 1, 1024);
        check.Range("autoencoder.mlpRatio", autoencoder.MlpRatio, 0.1, 64);
        var linear = autoencoder.Kind == AutoencoderKind.Linear;
        check.Require(!linear || !autoencoder.Rope, $"autoencoder.rope is true, but a linear encoder has no attention to rotate; leave it out.");
        check.Require(!linear || !autoencoder.QkNorm, $"autoencoder.qkNorm is true, but a linear encoder has no queries and keys; leave it out.");
        var headWidth = autoencoder.HeadWidth;
        if (autoencoder.Kind == AutoencoderKind.Transformer)
        {
            check.Divides("the features' width", featureWidth, "autoencoder.heads", autoencoder.Heads);
            headWidth = autoencoder.Heads > 0 ? featureWidth / autoencoder.Heads : 0;
        }

        check.Require(!autoencoder.Rope || headWidth % 4 == 0, $"autoencoder.rope needs heads whose width is a multiple of 4; theirs is {headWidth}.");
    }

    private static void FeatureDecoder(ProblemList check, FeatureDecoderConfig decoder)
    {
        // Four: rotary embedding turns pairs on two axes.
        check.Heads("featureDecoder", decoder.Width, decoder.Heads, multipleOf: 4);
        check.Range("featureDecoder.depth", decoder.Depth, 1, 1024);
        check.Range("featureDecoder.mlpRatio", decoder.MlpRatio, 0.1, 64);
    }

    private static void PixelDecoder(ProblemList check, ModelConfig config)
    {
        var decoder = config.PixelDecoder;
        check.Heads("pixelDecoder", decoder.Width, decoder.Heads, multipleOf: 1);
        check.Range("pixelDecoder.depth", decoder.Depth, 1, 1024);
        check.Range("pixelDecoder.mlpRatio", decoder.MlpRatio, 0.1, 64);
        check.Range("pixelDecoder.mlpHidden", decoder.MlpHidden ?? 1, 1, 1 << 20);
        check.Epsilon("pixelDecoder.normEpsilon", decoder.NormEpsilon);
        check.Range("pixelDecoder.imageSize", decoder.ImageSize, 1, MaximumSide);
        check.Divides("pixelDecoder.imageSize", decoder.ImageSize, "latent.side", config.Latent.Side);
        check.Range("pixelDecoder.headStride", decoder.HeadStride, 1, MaximumSide);
        check.Range("pixelDecoder.headChannels", decoder.HeadChannels, ChannelBlock, 1024);
        check.Divides("pixelDecoder.headChannels", decoder.HeadChannels, "libtorch's block of channels", ChannelBlock);
        check.Range("pixelDecoder.headLayers", decoder.HeadLayers, 1, 16);
        if (config.Latent.Side <= 0)
        {
            return;
        }

        var patch = decoder.ImageSize / config.Latent.Side;
        check.Range("pixelDecoder.headOverlap", decoder.HeadOverlap ?? 0, 0, patch / 2);
        if (decoder.Head == PixelHeadKind.Convolution)
        {
            check.Divides("the patch (imageSize / latent.side)", patch, "pixelDecoder.headStride", decoder.HeadStride);
        }
    }

    private static void Sampling(ProblemList check, ModelConfig config)
    {
        var (sampling, generator) = (config.Sampling, config.Generator);
        check.Problems.AddRange(sampling.Validate());
        check.Require(
            sampling.GuidedChannels is not { } guided || guided <= config.Latent.Channels,
            $"sampling.guidedChannels is {sampling.GuidedChannels}; the latent has latent.channels = {config.Latent.Channels}.");
        check.Require(
            generator.Prediction == PredictionKind.Velocity || generator.Path == PathKind.Vp || sampling.Start < 1,
            $"sampling.start is 1, where a {generator.Prediction} prediction on the {generator.Path} path says nothing about data; give less, such as SiT's 0.999.");
        check.Require(
            generator.HasNullLabel || (sampling.Guidance == 1 && sampling.FurtherGuidance.Count == 0),
            $"sampling.guidance is {sampling.Guidance}, but generator.labelDropout is 0: without a null label there is nothing to guide away from. Set guidance 1, and no further stretches.");
    }

    private static void FewStep(ProblemList check, ModelConfig config)
    {
        if (config.FewStep is not { } student)
        {
            return;
        }

        check.Range("fewStep.steps", student.Steps, 1, 1000);
        check.Require(config.Generator is LightningDiTConfig or MMDiTConfig, $"fewStep is given, but only a LightningDiT and an MMDiT have a few-step student. Leave fewStep out.");
        check.Require(
            config.Generator.Prediction == PredictionKind.Velocity,
            $"fewStep is given, but generator.prediction is '{config.Generator.Prediction}': a student answers with a mean velocity, so its teacher must predict velocities. Leave fewStep out.");
    }
}
