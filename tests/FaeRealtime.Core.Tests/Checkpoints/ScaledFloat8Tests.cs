using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Tests.Checkpoints.Torch;

namespace FaeRealtime.Core.Tests.Checkpoints;

public sealed class ScaledFloat8Tests : IDisposable
{
    private static readonly SafetensorsTensor Weight = new("a.weight", TensorDtype.F8E4M3, [2], new byte[] { 0x38, 0x40 });

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.weight_scale")]
    [InlineData("a.weight_scale_inv")]
    [InlineData("a.weight_scale_2")]
    [InlineData("a.weight_scales")]
    [InlineData("a.weight.scale")]
    [InlineData("a.scale_weight")]
    [InlineData("a.scale")]
    [InlineData("scaled_fp8")]
    public void Open_Float8WithScale_SaysThatItIsScaledFp8(string scale)
    {
        var path = _folder.File("x.safetensors");
        SafetensorsWriter.Write(path, [Weight, SafetensorsTensor.FromSingle(scale, [1], [0.5f])]);

        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path));

        Assert.Contains($"{path} is scaled fp8: 'a.weight' (F8_E4M3)", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'{scale}'", failure.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(CheckpointFile.Describe(path).Parts).ScaledFloat8);
    }

    [Fact]
    public void Open_Float8WithoutScale_ReadAsItIs()
    {
        var path = _folder.File("x.safetensors");
        SafetensorsWriter.Write(path, [Weight, SafetensorsTensor.FromSingle("b.weight_scale", [1], [0.5f])]);

        using var checkpoint = CheckpointFile.Open(path);

        Assert.Equal([1f, 2f], checkpoint.ReadSingle("a.weight"));
        Assert.False(Assert.Single(CheckpointFile.Describe(path).Parts).ScaledFloat8);
    }

    [Fact]
    public void Open_OtherTypeWithScale_ReadAsItIs()
    {
        var path = _folder.File("x.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsTensor.FromSingle("a.weight", [1], [3f]), SafetensorsTensor.FromSingle("a.scale", [1], [0.5f])]);

        using var checkpoint = CheckpointFile.Open(path);

        Assert.Equal([3f], checkpoint.ReadSingle("a.weight"));
    }

    [Fact]
    public void Open_ScaledPartOfPyTorchFile_OnlyThatPartRefused()
    {
        var storage = TorchText.Storage("torch\nUntypedStorage", "0", 8);
        var half = $"ctorch._utils\n_rebuild_tensor_v3\n({storage}{TorchText.Integer(0)}{TorchText.Tuple(8)}{TorchText.Tuple(1)}\u0089Nctorch\nfloat8_e5m2\nt" + "R";
        var bytes = TorchText.Tensor(TorchText.Storage("torch\nByteStorage", "1", 8), 0, [8], [1]);
        var scaled = TorchText.Dictionary(TorchText.Text("a.weight"), half, TorchText.Text("a.weight_scale"), bytes);
        var path = TorchText.WriteZip(
            _folder, TorchText.Dictionary(TorchText.Text("fp8"), scaled, TorchText.Text("model"), TorchText.Dictionary(TorchText.Text("w"), bytes)), ("data/0", new byte[8]), ("data/1", new byte[8]));

        CheckpointFile.Open(path, "model").Dispose();

        Assert.Contains("is scaled fp8", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path, "fp8")).Message, StringComparison.Ordinal);
        Assert.Equal([("fp8", true), ("model", false)], CheckpointFile.Describe(path).Parts.Select(part => (part.Name, part.ScaledFloat8)));
    }
}
