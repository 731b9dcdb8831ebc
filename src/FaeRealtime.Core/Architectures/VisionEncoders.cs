using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>The frozen encoders whose official weights the product reads: SigLIP at the resolution of its smallest published file, the others at 224 pixels.</summary>
internal static class VisionEncoders
{
    private const int Pixels = 224;

    // DINOv2 was trained last at 518 pixels: 37 patches of 14.
    private const int DinoV2Grid = 37;

    // What DINO's and DINOv2's own code add to a grid before dividing by the stored one.
    private const double GridOffset = 0.1;

    private static readonly double[] Half = [0.5, 0.5, 0.5];

    // Width, depth, heads.
    private static readonly (int Width, int Depth, int Heads) Tiny = (192, 12, 3);
    private static readonly (int Width, int Depth, int Heads) Small = (384, 12, 6);
    private static readonly (int Width, int Depth, int Heads) Base = (768, 12, 12);
    private static readonly (int Width, int Depth, int Heads) Large = (1024, 24, 16);
    private static readonly (int Width, int Depth, int Heads) Giant = (1536, 40, 24);
    private static readonly (int Width, int Depth, int Heads) ShapeOptimised = (1152, 27, 16);
    private static readonly (int Width, int Depth, int Heads) GiantOptimised = (1536, 40, 16);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EncoderArchitecture> All { get; } =
    [
        DinoV2("dinov2-s14", Small),
        DinoV2("dinov2-b14", Base),
        DinoV2("dinov2-l14", Large),
        DinoV2("dinov2-g14", Giant),
        DinoV2Registers("dinov2-s14-reg", Small),
        DinoV2Registers("dinov2-b14-reg", Base),
        DinoV2Registers("dinov2-l14-reg", Large),
        DinoV2Registers("dinov2-g14-reg", Giant),
        Dino("dino-s16", Small, 16),
        Dino("dino-s8", Small, 8),
        Dino("dino-b16", Base, 16),
        Dino("dino-b8", Base, 8),
        Deit("deit-t16", Tiny),
        Deit("deit-s16", Small),
        Deit("deit-b16", Base),
        Timm("vit_tiny_patch16_224", Tiny, 16),
        Timm("vit_small_patch16_224", Small, 16),
        Timm("vit_base_patch16_224", Base, 16),
        Timm("vit_base_patch8_224", Base, 8),
        Timm("vit_large_patch16_224", Large, 16),
        Siglip("siglip-b16", Base, 16, 224),
        Siglip("siglip-l16", Large, 16, 256),
        Siglip("siglip-so400m14", ShapeOptimised, 14, 224),
        Siglip("siglip2-b16", Base, 16, 256),
        Siglip("siglip2-l16", Large, 16, 256),
        Siglip("siglip2-so400m16", ShapeOptimised, 16, 256),
        Siglip("siglip2-g16", GiantOptimised, 16, 256),
    ];

    /// <summary>The configuration of one of them.</summary>
    public static VisionEncoderConfig Config(string name) => All.First(encoder => encoder.Name == name).Config;

    /// <summary>Where an encoder's official file is usually had: the name of its public page and of the file there. Null for a name that is not known.</summary>
    public static string? Origin(string name) => name switch
    {
        "dino_vits8" => "dino_deitsmall8_pretrain.pth of facebookresearch/dino on GitHub",
        _ when name.StartsWith("dinov2-", StringComparison.Ordinal) => $"dinov2_vit{name[7]}14{(name.EndsWith("-reg", StringComparison.Ordinal) ? "_reg4" : string.Empty)}_pretrain.pth of facebookresearch/dinov2 on GitHub",
        _ when name.StartsWith("dino-", StringComparison.Ordinal) => $"dino_{(name[5] == 's' ? "deitsmall" : "vitbase")}{name[6..]}_pretrain.pth of facebookresearch/dino on GitHub",
        _ when name.StartsWith("deit-", StringComparison.Ordinal) => $"deit_{(name[5] == 't' ? "tiny" : name[5] == 's' ? "small" : "base")}_patch16_224 of facebookresearch/deit on GitHub",
        _ when name.StartsWith("vit_", StringComparison.Ordinal) && All.Any(encoder => encoder.Name == name) => $"model.safetensors of timm/{name}.augreg_in21k_ft_in1k on Hugging Face",
        "siglip-b16" => "model.safetensors of google/siglip-base-patch16-224 on Hugging Face",
        "siglip-l16" => "model.safetensors of google/siglip-large-patch16-256 on Hugging Face",
        "siglip-so400m14" => "model.safetensors of google/siglip-so400m-patch14-224 on Hugging Face",
        "siglip2-b16" => "model.safetensors of google/siglip2-base-patch16-256 on Hugging Face",
        "siglip2-l16" => "model.safetensors of google/siglip2-large-patch16-256 on Hugging Face",
        "siglip2-so400m16" => "model.safetensors of google/siglip2-so400m-patch16-256 on Hugging Face",
        "siglip2-g16" => "model.safetensors of google/siglip2-giant-opt-patch16-256 on Hugging Face",
        _ => null,
    };

    private static EncoderArchitecture DinoV2(string name, (int Width, int Depth, int Heads) size) =>
        new(name, Describe("DINOv2 by its hub's rules", size), DinoV2Config(name, size));

    private static EncoderArchitecture DinoV2Registers(string name, (int Width, int Depth, int Heads) size) => new(
        name,
        Describe("DINOv2 with four registers by its hub's rules", size),
        DinoV2Config(name, size) with { RegisterTokens = 4, PositionResize = PositionResize.BicubicAntialias, PositionOffset = 0 });

    // Only the giant has SwiGLU, with DINOv2's alignment of its hidden width.
    private static VisionEncoderConfig DinoV2Config(string name, (int Width, int Depth, int Heads) size) => Vit(name, size, 14, DinoV2Grid) with
    {
        LayerScale = true,
        MaskToken = true,
        PositionResize = PositionResize.BicubicScaleOffset,
        PositionOffset = GridOffset,
        MlpHidden = size == Giant ? 4096 : 4 * size.Width,
        FeedForward = size == Giant ? FeedForwardKind.SwiGlu : FeedForwardKind.Gelu,
    };

    private static EncoderArchitecture Dino(string name, (int Width, int Depth, int Heads) size, int patch) => new(
        name,
        Describe("DINO of 2021", size),
        Vit(name, size, patch, Pixels / patch) with { PositionResize = PositionResize.BicubicScaleOffset, PositionOffset = GridOffset });

    private static EncoderArchitecture Deit(string name, (int Width, int Depth, int Heads) size) =>
        new(name, Describe("DeiT without distillation", size), Vit(name, size, 16, Pixels / 16));

    private static EncoderArchitecture Timm(string name, (int Width, int Depth, int Heads) size, int patch) =>
        new(name, Describe("timm's AugReg ViT", size), Vit(name, size, patch, Pixels / patch) with { Mean = Half, Std = Half });

    // Without class token; the attention pool is the image's embedding and takes no part in the features.
    private static EncoderArchitecture Siglip(string name, (int Width, int Depth, int Heads) size, int patch, int pixels) => new(
        name,
        Describe("SigLIP at " + pixels.ToString(System.Globalization.CultureInfo.InvariantCulture) + " px", size),
        Vit(name, size, patch, pixels / patch) with
        {
            InputSize = pixels,
            MlpHidden = size == ShapeOptimised ? 4304 : 4 * size.Width,
            FeedForward = FeedForwardKind.GeluTanh,
            ClassToken = false,
            AttentionPool = true,
            Mean = Half,
            Std = Half,
        });

    private static string Describe(string family, (int Width, int Depth, int Heads) size) => FormattableString.Invariant($"{family}, {size.Depth} blocks of {size.Width}");

    private static VisionEncoderConfig Vit(string name, (int Width, int Depth, int Heads) size, int patch, int grid) => new()
    {
        Name = name,
        PatchSize = patch,
        InputSize = Pixels,
        PretrainedGrid = grid,
        Width = size.Width,
        Depth = size.Depth,
        Heads = size.Heads,
        MlpHidden = 4 * size.Width,
        MaskToken = false,
    };
}
