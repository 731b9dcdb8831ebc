using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Testing;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Encoders;

/// <summary>ViT-Ti/16 on an Imagenette picture, against tokens recorded with the float32 weights (../shared/data/encoder/PROVENANCE.md); the weights here are float16.</summary>
public sealed class ReferencePictureTests
{
    private const string Data = "data/encoder";
    private const double WorstCosine = 0.9999;
    private const double RelativeL2 = 1e-2;

    private static readonly VisionEncoderConfig Tiny = new()
    {
        Name = "vit_tiny_patch16_224",
        PatchSize = 16,
        InputSize = 224,
        PretrainedGrid = 14,
        Width = 192,
        Depth = 12,
        Heads = 3,
        MlpHidden = 768,
        Mean = [0.5, 0.5, 0.5],
        Std = [0.5, 0.5, 0.5],
    };

    [SharedFact(Data)]
    public void Features_HalfPrecisionWeights_MatchTheRecordedTokens()
    {
        using var encoder = VisionTransformer.Load(Tiny, SharedData.Path($"{Data}/vit_tiny_patch16_224.f16.safetensors"));
        using var reader = SafetensorsReader.Open(SharedData.Path($"{Data}/reference_output.safetensors"));
        var expected = tensor(reader.ReadSingle("tokens"), [197, 192]).narrow(0, 1, 196); // [196, 192]

        var actual = encoder.Features(Picture(SharedData.Path($"{Data}/reference_input.png")))[0]; // [196, 192]

        var cosine = nn.functional.cosine_similarity(actual, expected, 1).min().ToDouble();
        Assert.True(cosine >= WorstCosine, $"worst cosine {cosine}");
        var relative = ((actual - expected).norm() / expected.norm()).ToDouble();
        Assert.True(relative <= RelativeL2, $"relative L2 {relative}");
    }

    private static Tensor Picture(string path)
    {
        using var image = Image.Load<Rgb24>(path);
        var (width, height) = (image.Width, image.Height);
        var values = new float[3 * width * height];
        image.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < height; y++)
            {
                var row = rows.GetRowSpan(y);
                for (var x = 0; x < width; x++)
                {
                    var (red, green, blue) = (row[x].R, row[x].G, row[x].B);
                    values[(y * width) + x] = red / 255f;
                    values[((height + y) * width) + x] = green / 255f;
                    values[(((2 * height) + y) * width) + x] = blue / 255f;
                }
            }
        });
        return tensor(values, [1, 3, height, width]);
    }
}
