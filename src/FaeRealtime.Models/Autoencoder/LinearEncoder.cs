using FaeRealtime.Core.Config;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>The linear encoder of the paper's table 5: [μ, log σ²] = W·x + b, token by token.</summary>
internal sealed class LinearEncoder : LatentEncoder
{
    [ComponentName(Name = "linear")]
    private readonly Linear _projection;

    /// <summary>Builds the network with arbitrary weights.</summary>
    /// <param name="config">Pre-norm.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="latent">Channels C.</param>
    /// <param name="device">Where the weights lie.</param>
    public LinearEncoder(AutoencoderConfig config, int featureWidth, LatentConfig latent, Device? device = null)
        : base(nameof(LinearEncoder), config, featureWidth, device)
    {
        _projection = nn.Linear(featureWidth, 2L * latent.Channels, true, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    private protected override Tensor Project(Tensor x) => _projection.forward(x); // [B, T, 2C]
}
