using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Convolutions;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>Stable Diffusion 3's autoencoder, whose latents STARFlow's released model makes: pictures to the mean and log-variance of a latent, latents to pictures. Keys are LDM's.</summary>
public sealed class KlAutoencoder : nn.Module
{
    private const int Groups = 32;
    private const double Epsilon = 1e-6;
    private const double LowestLogVariance = -30;
    private const double HighestLogVariance = 20;

    [ComponentName(Name = "encoder")]
    private readonly KlEncoder _encoder;

    [ComponentName(Name = "decoder")]
    private readonly KlDecoder _decoder;

    /// <summary>Builds both halves with arbitrary weights.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the weights lie.</param>
    public KlAutoencoder(KlAutoencoderConfig config, Device? device = null)
        : base(nameof(KlAutoencoder))
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        _encoder = new KlEncoder(config, device);
        _decoder = new KlDecoder(config, device);
        RegisterComponents();
    }

    /// <summary>Its sizes.</summary>
    public KlAutoencoderConfig Config { get; }

    /// <summary>LDM's names with the prefix that they have in a file of a whole Stable Diffusion 3.</summary>
    public static IReadOnlyList<CheckpointLayout> Layouts { get; } =
    [
        CheckpointLayout.Exact,
        new CheckpointLayout { Name = "Stable Diffusion 3", Rules = [new KeyRule("{rest}", "first_stage_model.{rest}")], Ignored = ["model.", "text_encoders."] },
    ];

    /// <summary>Reads official weights and freezes them.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="path">A file with LDM's keys, alone or inside a whole Stable Diffusion 3.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen autoencoder; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged, or does not fit.</exception>
    public static KlAutoencoder Load(KlAutoencoderConfig config, string path, Device? device = null)
    {
        var model = new KlAutoencoder(config, device);
        using var checkpoint = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(model, checkpoint, Layouts);
        return model.Freeze();
    }

    /// <summary>The encoder's raw answer.</summary>
    /// <param name="pictures"><c>[B, 3, H, W]</c> in [−1, 1]. Borrowed.</param>
    /// <returns>Mean and log-variance one behind the other, <c>[B, 2C, h, w]</c>; the caller disposes.</returns>
    /// <exception cref="ShapeException">The pictures have other channels.</exception>
    public Tensor Moments(Tensor pictures)
    {
        TensorShape.Require(pictures, "The pictures", TensorShape.Any, Config.PictureChannels, TensorShape.Any, TensorShape.Any);
        return _encoder.forward(pictures);
    }

    /// <summary>The distribution of the latents of pictures.</summary>
    /// <param name="pictures">As in <see cref="Moments"/>. Borrowed.</param>
    /// <returns>Mean and log-variance, the latter from −30 to 20, <c>[B, C, h, w]</c> each; the caller disposes.</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var halves = Moments(pictures).chunk(2, 1); // [B, C, h, w] each
        return (halves[0].MoveToOuterDisposeScope(), halves[1].clamp(LowestLogVariance, HighestLogVariance).MoveToOuterDisposeScope());
    }

    /// <summary>A latent drawn from a distribution.</summary>
    /// <param name="mean"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="logVariance"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="noise">Standard normal <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public static Tensor Sample(Tensor mean, Tensor logVariance, Tensor noise)
    {
        using var scope = NewDisposeScope();
        return (mean + ((0.5 * logVariance).exp() * noise)).MoveToOuterDisposeScope(); // [B, C, h, w]
    }

    /// <summary>A latent as generators have it.</summary>
    /// <param name="latent"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns>(z − shift)·scale, <c>[B, C, h, w]</c>; the caller disposes.</returns>
    public Tensor Normalise(Tensor latent)
    {
        using var shifted = latent - Config.Shift; // [B, C, h, w]
        return shifted * Config.Scale;
    }

    /// <summary>Undoes <see cref="Normalise"/>.</summary>
    /// <param name="latent"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public Tensor Denormalise(Tensor latent)
    {
        using var scaled = latent / Config.Scale; // [B, C, h, w]
        return scaled + Config.Shift;
    }

    /// <summary>Decodes latents as the encoder gives them.</summary>
    /// <param name="latents"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns>Pictures <c>[B, 3, H, W]</c>, about in [−1, 1]; the caller disposes.</returns>
    /// <exception cref="ShapeException">The latents have other channels.</exception>
    public Tensor Decode(Tensor latents)
    {
        TensorShape.Require(latents, "The latents", TensorShape.Any, Config.LatentChannels, TensorShape.Any, TensorShape.Any);
        return _decoder.forward(latents);
    }

    private static long Channels(KlAutoencoderConfig config, int level) => (long)config.Width * config.WidthFactors[level];

    private sealed class KlEncoder : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "conv_in")]
        private readonly ConvolutionLayer _input;

        [ComponentName(Name = "down")]
        private readonly ModuleList<KlDown> _levels;

        [ComponentName(Name = "mid")]
        private readonly KlMiddle _middle;

        [ComponentName(Name = "norm_out")]
        private readonly GroupNorm _norm;

        [ComponentName(Name = "conv_out")]
        private readonly ConvolutionLayer _output;

        public KlEncoder(KlAutoencoderConfig config, Device? device)
            : base(nameof(KlEncoder))
        {
            var last = config.WidthFactors.Count - 1;
            _input = new ConvolutionLayer(config.PictureChannels, config.Width, 3, device);
            _levels = nn.ModuleList([.. Enumerable.Range(0, last + 1).Select(i => new KlDown(config.Blocks, i == 0 ? config.Width : Channels(config, i - 1), Channels(config, i), i < last, device))]);
            _middle = new KlMiddle(Channels(config, last), device);
            _norm = GroupNorms.Create(Groups, Channels(config, last), device, Epsilon);
            _output = new ConvolutionLayer(Channels(config, last), 2L * config.LatentChannels, 3, device);
            RegisterComponents();
        }

        /// <param name="x"><c>[B, 3, H, W]</c>. Borrowed.</param>
        /// <returns><c>[B, 2C, h, w]</c>; the caller disposes.</returns>
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            x = _input.forward(x); // [B, width, H, W]
            foreach (var level in _levels)
            {
                x = level.forward(x); // [B, width of the level, H/2, W/2]
            }

            return _output.forward(F.silu(_norm.forward(_middle.forward(x)))).MoveToOuterDisposeScope(); // [B, 2C, h, w]
        }
    }

    private sealed class KlDecoder : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "conv_in")]
        private readonly ConvolutionLayer _input;

        [ComponentName(Name = "mid")]
        private readonly KlMiddle _middle;

        // By the encoder's numbers: the last runs first.
        [ComponentName(Name = "up")]
        private readonly ModuleList<KlUp> _levels;

        [ComponentName(Name = "norm_out")]
        private readonly GroupNorm _norm;

        [ComponentName(Name = "conv_out")]
        private readonly ConvolutionLayer _output;

        public KlDecoder(KlAutoencoderConfig config, Device? device)
            : base(nameof(KlDecoder))
        {
            var last = config.WidthFactors.Count - 1;
            _input = new ConvolutionLayer(config.LatentChannels, Channels(config, last), 3, device);
            _middle = new KlMiddle(Channels(config, last), device);
            _levels = nn.ModuleList([.. Enumerable.Range(0, last + 1).Select(i => new KlUp(config.Blocks + 1, Channels(config, Math.Min(i + 1, last)), Channels(config, i), i > 0, device))]);
            _norm = GroupNorms.Create(Groups, Channels(config, 0), device, Epsilon);
            _output = new ConvolutionLayer(Channels(config, 0), config.PictureChannels, 3, device);
            RegisterComponents();
        }

        /// <param name="x"><c>[B, C, h, w]</c>. Borrowed.</param>
        /// <returns><c>[B, 3, H, W]</c>; the caller disposes.</returns>
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            x = _middle.forward(_input.forward(x)); // [B, width of the last level, h, w]
            foreach (var level in _levels.Reverse())
            {
                x = level.forward(x); // [B, width of the level, 2h, 2w]
            }

            return _output.forward(F.silu(_norm.forward(x))).MoveToOuterDisposeScope(); // [B, 3, H, W]
        }
    }
}
