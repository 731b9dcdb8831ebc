using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Initialisation;
using static TorchSharp.torch;

namespace FaeRealtime.Models;

/// <summary>Weights of a network that was never trained but whose every branch acts: for trying sizes and speeds without a checkpoint.</summary>
public static class RandomWeights
{
    private const double Deviation = 0.02;

    /// <summary>Draws a network's weights: as for training, and small random numbers where training starts from zero.</summary>
    /// <param name="network">One of a model's networks. Its weights are overwritten.</param>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    /// <exception cref="ArgumentException">Another kind of network.</exception>
    public static void Draw(nn.Module network, ulong seed)
    {
        switch (network)
        {
            case LatentEncoder encoder:
                encoder.Initialise(seed);
                break;
            case FeatureDecoder decoder:
                decoder.Initialise(seed);
                break;
            case PixelDecoder decoder:
                decoder.Initialise(seed);
                break;
            case LatentGenerator generator:
                generator.Initialise(seed);
                new WeightInitialiser(seed).Normal(generator, Deviation, [.. generator.named_parameters().Select(entry => entry.name).Where(generator.BeginsWithZeros)]);
                break;
            default:
                throw new ArgumentException($"{network.GetName()} is none of a model's networks.", nameof(network));
        }
    }
}
