using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Tests;
using FaeRealtime.Parity.Cases;

namespace FaeRealtime.Parity.Tests;

/// <summary>A report must be able to fail: on wrong numbers, wrong shapes, and tensors that nobody computes.</summary>
public sealed class ParityReportTests : IDisposable
{
    private const string Config = """
        {"model": "DINOv2 ViT", "config": {"img_size": 20, "patch_size": 4, "embed_dim": 24, "depth": 3, "num_heads": 3, "mlp_ratio": 2, "ffn_layer": "mlp",
         "num_register_tokens": 0, "interpolate_antialias": false, "interpolate_offset": 0.0, "init_values": null, "qkv_bias": true}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-parity-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_OwnOutputs_PassesAndReportsTheTensorsNobodyComputes()
    {
        var report = Report(disturbance: 0);

        Assert.True(Row(report, "run.tokens_in").Pass);
        Assert.False(report.Passed);
        Assert.False(Row(report, "run.unheard_of").Pass);
        Assert.Contains("no part", Row(report, "run.unheard_of").Note, StringComparison.Ordinal);
        Assert.Contains("[1, 10, 24]", Row(report, "run.x_prenorm").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OneElementOff_FailsWithItsError()
    {
        var row = Row(Report(disturbance: 0.01f), "run.tokens_in");

        Assert.False(row.Pass);
        Assert.Equal(0.01, row.MaxAbsoluteError, 4);
    }

    [Fact]
    public void Run_NotANumber_Fails() => Assert.False(Row(Report(float.NaN), "run.tokens_in").Pass);

    [Fact]
    public void Run_ConfigWithoutAMember_IsAConfigError()
    {
        Report(disturbance: 0);
        File.WriteAllText(Path.Combine(_folder, "config.json"), Config.Replace("\"depth\": 3,", string.Empty, StringComparison.Ordinal));

        Assert.Contains("lacks a member", Assert.Throws<ConfigException>(() => ParityCase.Run(_folder)).Message, StringComparison.Ordinal);
    }

    private static ParityRow Row(ParityReport report, string name) => Assert.Single(report.Rows, row => row.Tensor == name);

    private ParityReport Report(float disturbance)
    {
        using var network = SmallNetworks.Vit();
        var pixels = Noise.Normal(1, 1, 3, 12, 12);
        var tokens = Noise.Values(network.Embed(pixels, masked: null));
        tokens[17] += disturbance;
        File.WriteAllText(Path.Combine(_folder, "config.json"), Config);
        ModuleCheckpoint.Save(network, Path.Combine(_folder, "weights.safetensors"));
        SafetensorsWriter.Write(
            Path.Combine(_folder, "io.safetensors"),
            [
                SafetensorsTensor.FromSingle("run.input", [1, 3, 12, 12], Noise.Values(pixels)),
                SafetensorsTensor.FromSingle("run.tokens_in", [1, 10, 24], tokens),
                SafetensorsTensor.FromSingle("run.x_prenorm", [2], [1, 2]),
                SafetensorsTensor.FromSingle("run.unheard_of", [1], [1]),
            ]);
        return ParityCase.Run(_folder);
    }
}
