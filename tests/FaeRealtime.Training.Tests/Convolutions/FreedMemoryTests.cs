using FaeRealtime.Core.Config;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Convolutions;
using FaeRealtime.Training.Discriminators;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Tests.Discriminators;
using FaeRealtime.Training.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Tests.Convolutions;

/// <summary>Every convolution of the product forwards and backwards, built and computed in memory that held NaN before.</summary>
public sealed class FreedMemoryTests : IDisposable
{
    private const int Repeats = 30;
    private const int Side = 16;

    private readonly FreedMemory _memory = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Trunks { get; } = ["squeeze", "alex", "vgg"];

    // The channels that a picture, a logit and small networks have, and whole blocks of 16.
    public static TheoryData<long, long, long> Shapes { get; } = new()
    {
        { 3, 8, 5 }, { 3, 128, 5 }, { 8, 8, 3 }, { 8, 16, 3 }, { 16, 16, 3 }, { 16, 24, 1 }, { 16, 1, 5 }, { 24, 1, 1 }, { 64, 64, 3 },
    };

    public void Dispose()
    {
        _scope.Dispose();
        _memory.Dispose();
    }

    [Fact]
    public void FillWithNaN_ThenNewTensors_HoldWhatWasFreed()
    {
        long[] lengths = [16, 64, 1000, 3000, 8000, 30000];
        _memory.FillWithNaN();

        Assert.Contains(lengths, length => empty(length).isnan().any().ToBoolean());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ConvolutionLayer_AnyChannels_ReadsOnlyWhatWasWritten(long from, long to, long side) => Repeat(() =>
    {
        using var layer = new ConvolutionLayer(from, to, side, device: null);
        Draw(layer);
        CheckPictures(layer.forward, layer, from);
    });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SpectralConvolution_AnyChannels_ReadsOnlyWhatWasWritten(long from, long to, long side) => Repeat(() =>
    {
        using var layer = new SpectralConvolution(from, to, side, device: null);
        Draw(layer);
        layer.Begin();
        Check(layer.forward, layer, randn([2, from, Side]));
    });

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(16)]
    public void BlurPool_AnyChannels_ReadsOnlyWhatWasWritten(long channels) => Repeat(() => CheckPictures(BlurPool.Halve, null, channels));

    [Fact]
    public void PatchDiscriminator_ReadsOnlyWhatWasWritten() => Repeat(() =>
    {
        using var network = new PatchDiscriminator(new PatchDiscriminatorRecipe { Widths = [8, 8, 16], Groups = 4, Grid = 4 }, seed: 1);
        CheckPictures(network.Logits, network, channels: 3);
    });

    [Fact]
    public void PixelDecoder_OfConvolutions_ReadsOnlyWhatWasWritten() => Repeat(() =>
    {
        using var network = new PixelDecoder(SmallRecipe.Model.PixelDecoder with { Head = PixelHeadKind.Convolution, HeadChannels = 16 }, featureWidth: 12, grid: 4);
        network.Initialise(1);
        Check(network.forward, network, randn([2, 16, 12]));
    });

    [Fact]
    public void DinoHead_ReadsOnlyWhatWasWritten() => Repeat(() =>
    {
        using var head = new DinoHead(DinoDiscriminatorTests.Small.Encoder.Width, DinoDiscriminatorTests.Small.Kernel, device: null);
        foreach (var (_, convolution) in head.Convolutions)
        {
            Draw(convolution);
            convolution.Begin();
        }

        Check(head.forward, head, randn([2, DinoDiscriminatorTests.Small.Encoder.Width, Side]));
    });

    [Theory]
    [MemberData(nameof(Trunks))]
    public void PerceptualDistance_ReadsOnlyWhatWasWritten(string name)
    {
        var folder = Directory.CreateTempSubdirectory("fae-poison-");
        try
        {
            var path = Path.Combine(folder.FullName, "trunk.safetensors");
            SmallTrunk.Write(path, TrunkLayout.All.Single(layout => layout.Name == name));
            using var distance = PerceptualDistance.Load(path);
            var reference = rand([2, 3, 64, 64]);
            Repeat(() => Check(x => distance.Mean(x, reference), null, rand([2, 3, 64, 64])));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Draw(nn.Module module)
    {
        using var guard = no_grad();
        foreach (var parameter in module.parameters())
        {
            parameter.normal_();
        }
    }

    private void Repeat(Action action)
    {
        for (var i = 0; i < Repeats; i++)
        {
            using var inner = NewDisposeScope();
            _memory.FillWithNaN();
            action();
        }
    }

    private void CheckPictures(Func<Tensor, Tensor> network, nn.Module? module, long channels) => Check(network, module, randn([2, channels, Side, Side]));

    private void Check(Func<Tensor, Tensor> network, nn.Module? module, Tensor x)
    {
        x.requires_grad_();
        _memory.FillWithNaN();
        var y = network(x);
        Assert.True(Finite(y), "The result has NaN.");

        _memory.FillWithNaN();
        y.square().sum().backward();

        Assert.True(Finite(x.grad!), "The gradient with respect to the input has NaN.");
        Assert.All(module?.named_parameters() ?? [], named => Assert.True(Finite(named.parameter.grad!), $"The gradient of '{named.name}' has NaN."));
    }

    private static bool Finite(Tensor x) => x.isfinite().all().ToBoolean();
}
