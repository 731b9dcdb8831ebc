using FaeRealtime.Models.Encoders;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests;

/// <summary>A forward pass leaves nothing behind but its results: what the caller's scope would otherwise have to clean up.</summary>
public sealed class TensorLifetimeTests
{
    [Fact]
    public void EveryNetwork_Forward_LeavesNothingButItsResult()
    {
        using var encoder = SmallNetworks.Encoder();
        using var featureDecoder = SmallNetworks.FeatureDecoder();
        using var pixelDecoder = SmallNetworks.PixelDecoder();
        using var generator = SmallNetworks.Generator(SmallNetworks.Generation with { QkNorm = true });
        using var textToImage = SmallNetworks.TextGenerator(SmallNetworks.TextToImageNormed);
        using var states = Noise.Normal(4, 2, 7, 6);
        using var pooled = Noise.Normal(5, 2, 10);
        using var vit = SmallNetworks.Vit();
        using var siglip = SmallNetworks.Siglip();
        using var rae = SmallNetworks.PixelDecoder(config: SmallNetworks.RaePixels);
        using var otherGrid = Noise.Normal(3, 1, 16, SmallNetworks.FeatureWidth);
        using var ids = zeros([1, 6], ScalarType.Int64);
        using var rgb = Noise.Normal(1, 2, 3, 12, 12);
        using var z = Noise.Normal(2, 2, 4, 3, 3);
        using var times = tensor([0.2f, 0.7f]);
        using var labels = tensor([1L, 5L]);
        var field = new GeneratorField(generator);
        var textField = new InputField(textToImage);
        var prompt = new GuidedInputs(new GeneratorInputs { Text = states, Pooled = pooled }, new GeneratorInputs { Text = states, Pooled = pooled });
        void Pass()
        {
            using var features = vit.Features(rgb);
            var (mean, logVariance) = encoder.Encode(features);
            using var standardised = encoder.Features.Standardise(features);
            using var restored = encoder.Features.Restore(standardised);
            using var decoded = featureDecoder.forward(z);
            using var painted = pixelDecoder.forward(decoded);
            using var output = generator.forward(z, times, labels);
            using var velocity = field.Velocity(z, 0.5, 0.4, ClassCondition.Of(1), 2);
            using var unguided = textToImage.Velocity(z, times, states, pooled);
            using var prompted = textField.Velocity(z, 0.5, 0.4, prompt, 2);
            using var tokens = siglip.Vision.Encode(rgb);
            using var picture = rgb[0];
            using var sequence = PatchSequence.Of([picture], 4, 12);
            using var padded = siglip.Vision.Encode(sequence);
            var (words, text) = siglip.Text.Encode(ids, ids);
            using var logits = siglip.Logits(tokens.Pooled!, text);
            using var resized = rae.forward(otherGrid);
            foreach (var level in vit.Intermediate(rgb, 2))
            {
                level.Dispose();
            }

            words.Dispose();
            text.Dispose();
            mean.Dispose();
            logVariance.Dispose();
        }

        using var scope = NewDisposeScope();
        Pass();

        Assert.Equal(0, scope.DisposablesCount);
    }
}
