using FaeRealtime.Core.Checkpoints;

namespace FaeRealtime.Parity.Tests.Primitives;

/// <summary>Names and sizes that no recorded case has: what they mean must come from the names.</summary>
public sealed class PrimitivesParityTests : IDisposable
{
    private const string Config = """{"model": "primitive operations (torch 1.13.1 CPU) and LightningDiT sub-modules", "opt": {"sgd_plain": "lr .5"}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-primitives-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_OtherSizesAndParameters_FollowsTheNames()
    {
        var report = Report(
            ("act.x", [2], [-2, 3]),
            ("act.leaky_relu_0.05", [2], [-0.1f, 3]),
            ("sched.t", [2], [0.5f, 1]),
            ("sched.shift4", [2], [0.8f, 1]),
            ("sched.uniform", [1], [0.5f]),
            ("sched.logit_normal_-1.5_2", [1], [0.18242553f]),
            ("pixel_shuffle1", [1, 1, 1, 3], [0, 1, 2]),
            ("interp.x", [1, 1, 1, 2], [5, 7]),
            ("interp.bilinear_ac.1x3", [1, 1, 1, 3], [5, 6, 7]),
            ("opt.sgd_plain.p0", [1], [10]),
            ("opt.sgd_plain.grads", [2, 1], [2, 4]),
            ("opt.sgd_plain.params", [2, 1], [9, 7]),
            ("opt.sgd_plain.ema0.75", [2, 1], [9.75f, 9.0625f]),
            ("clip2.grad0", [2], [3, 4]),
            ("clip2.total_norm", [], [5]),
            ("clip2.clipped0", [2], [1.2f, 1.6f]));

        Assert.True(report.Passed, string.Join('\n', report.Rows.Where(row => !row.Pass)));
        Assert.Equal(9, report.Rows.Count);
    }

    [Fact]
    public void Run_WrongValue_FailsThatRow()
    {
        var report = Report(("act.x", [2], [-2, 3]), ("act.leaky_relu_0.05", [2], [-0.2f, 3]));

        Assert.False(Assert.Single(report.Rows).Pass);
    }

    [Theory]
    [InlineData("act.no_such", "no part")]
    [InlineData("unfold3", "pixel_unshuffle")]
    [InlineData("opt.sgd_other.params", "does not describe")]
    [InlineData("norm.group2", "norm.x")]
    [InlineData("loss.bce_logits", "which labels")]
    public void Run_WhatCannotBeComputed_IsAFailedRowWithItsReason(string name, string reason)
    {
        var row = Assert.Single(Report((name, [1], [1])).Rows);

        Assert.False(row.Pass);
        Assert.Contains(reason, row.Note, StringComparison.Ordinal);
    }

    private ParityReport Report(params (string Name, long[] Shape, float[] Values)[] tensors)
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), Config);
        SafetensorsWriter.Write(Path.Combine(_folder, "io.safetensors"), [.. tensors.Select(tensor => SafetensorsTensor.FromSingle(tensor.Name, tensor.Shape, tensor.Values))]);
        return ParityCase.Run(_folder);
    }
}
