using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Training.Losses;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of richzhang/PerceptualSimilarity: distances, what each tap adds, the trunk's activations and the gradient of the first picture.</summary>
internal static class LpipsParity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var scope = NewDisposeScope();
        var flags = golden.Member("config");
        Require(golden, flags);
        using var net = Net(golden, flags);
        var spatial = flags.TryGetProperty("spatial", out var whole) && whole.GetBoolean();
        var (one, other) = (golden.Input("in0"), golden.Input("in1"));
        CompareDistances(golden, net, one, other, spatial);
        CompareTaps(golden, net, one);
        CompareGradient(golden, net, one, other, spatial);
        return golden.Finish();
    }

    private static void CompareDistances(GoldenCase golden, PerceptualDistance net, Tensor one, Tensor other, bool spatial)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var layers = Layers(net, one, other, spatial);
        for (var tap = 0; tap < layers.Count; tap++)
        {
            golden.Compare($"layer{tap}", layers[tap]);
        }

        golden.Compare("distance", Sum(layers));
        golden.Compare("distance_same", Sum(Layers(net, one, one, spatial)));

        // The case's pictures are in [−1, 1]; what it calls normalised are the same ones given in [0, 1].
        golden.Compare("distance_normalize01", Sum(Layers(net, Again(one), Again(other), spatial)));
    }

    private static void CompareTaps(GoldenCase golden, PerceptualDistance net, Tensor one)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (tap, i) in net.Taps(one).Select((tap, i) => (tap, i)))
        {
            golden.Compare($"feat{i}_mean_per_channel", tap.mean([2L, 3L])); // [B, C]
            golden.Compare($"feat{i}_shape", tensor(tap.shape));
        }
    }

    private static void CompareGradient(GoldenCase golden, PerceptualDistance net, Tensor one, Tensor other, bool spatial)
    {
        using var scope = NewDisposeScope();
        var followed = one.clone().requires_grad_();
        Sum(Layers(net, followed, other, spatial)).sum().backward();
        golden.Compare("grad_in0_of_sum", followed.grad!);
    }

    private static Tensor Again(Tensor pictures) => ((pictures + 1) / 2 * 2) - 1;

    private static Tensor Sum(IEnumerable<Tensor> layers) => layers.Aggregate((sum, layer) => sum + layer);

    // [B, 1, 1, 1], or [B, 1, H, W] in a spatial case.
    private static IReadOnlyList<Tensor> Layers(PerceptualDistance net, Tensor one, Tensor other, bool spatial) => [.. net.Maps(one, other).Select(map => spatial
        ? F.interpolate(map, [one.size(2), one.size(3)], mode: InterpolationMode.Bilinear)
        : map.mean([2L, 3L], keepdim: true))];

    private static void Require(GoldenCase golden, JsonElement flags)
    {
        var version = flags.GetProperty("version").GetString();
        if (version != "0.1")
        {
            throw new ConfigException($"'{golden.Directory}' is a case of LPIPS version '{version}'; this program knows 0.1.");
        }
    }

    private static PerceptualDistance Net(GoldenCase golden, JsonElement flags)
    {
        var name = flags.GetProperty("net").GetString();
        var layout = TrunkLayout.All.FirstOrDefault(layout => layout.Name == name)
            ?? throw new ConfigException($"'{golden.Directory}' is a case of the LPIPS trunk '{name}'; this program knows {string.Join(", ", TrunkLayout.All.Select(known => known.Name))}.");
        using var stored = SafetensorsReader.Open(golden.WeightsPath);
        var trunk = stored.Entries.ContainsKey(layout.Keys[0])
            ? PerceptualTrunk.Load(golden.WeightsPath, golden.Device)
            : new PerceptualTrunk(layout, GeneratedWeights.Of(golden.Member("weight_generator"), golden.Device));
        var learned = !flags.TryGetProperty("lpips", out var heads) || heads.GetBoolean();
        return new PerceptualDistance(trunk, learned ? PerceptualHeads.Load(golden.WeightsPath, trunk, golden.Device) : null, golden.Device);
    }
}
