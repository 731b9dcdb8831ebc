using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints.Torch;

public sealed class TorchSampleTests
{
    [Theory]
    [InlineData("module.pt")]
    [InlineData("module.legacy.pt")]
    [InlineData("protocol4.pt")]
    public void Open_StateDict_EveryTensor(string file)
    {
        using var checkpoint = TorchSample.Open(file);

        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"],
            checkpoint.Entries.Keys);
        Assert.Equal([2L, 3L], checkpoint.Entry("0.weight").Shape);
        Assert.Equal(TorchSample.Ramp(6), checkpoint.ReadSingle("0.weight"));
        Assert.Equal(TorchSample.Ramp(2, 5), checkpoint.ReadSingle("1.running_var"));
        Assert.Equal([], checkpoint.Entry("1.num_batches_tracked").Shape);
        Assert.Equal([4L], checkpoint.ReadInt64("1.num_batches_tracked"));
    }

    [Theory]
    [InlineData("dtypes.pt")]
    [InlineData("dtypes.legacy.pt")]
    public void Open_EveryType_SameValues(string file)
    {
        using var checkpoint = TorchSample.Open(file);

        Assert.Equal(
            new Dictionary<string, TensorDtype>
            {
                ["float64"] = TensorDtype.F64,
                ["float32"] = TensorDtype.F32,
                ["float16"] = TensorDtype.F16,
                ["bfloat16"] = TensorDtype.BF16,
                ["int64"] = TensorDtype.I64,
                ["int32"] = TensorDtype.I32,
                ["int16"] = TensorDtype.I16,
                ["int8"] = TensorDtype.I8,
                ["uint8"] = TensorDtype.U8,
                ["bool"] = TensorDtype.Bool,
            },
            checkpoint.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Dtype));
        Assert.All(checkpoint.Entries.Keys.Except(["uint8", "bool"]), name => Assert.Equal(TorchSample.Ramp(5), checkpoint.ReadSingle(name)));
        Assert.Equal([0L, 1L, 255L], checkpoint.ReadInt64("uint8"));
        Assert.Equal([1f, 0f, 1f], checkpoint.ReadSingle("bool"));
        Assert.Equal([-2L, -1L, 0L, 1L, 2L], checkpoint.ReadInt64("int8"));
    }

    [Theory]
    [InlineData("views.pt")]
    [InlineData("views.legacy.pt")]
    public void Open_ViewsOfSharedStorage_RowMajorValues(string file)
    {
        using var checkpoint = TorchSample.Open(file);
        var whole = TorchSample.Ramp(24);

        Assert.Equal(whole, checkpoint.ReadSingle("whole"));
        Assert.Equal([6L, 4L], checkpoint.Entry("transposed").Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => whole[(i % 4 * 6) + (i / 4)]), checkpoint.ReadSingle("transposed"));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => whole[(i / 3 * 6) + 1 + (2 * (i % 3))]), checkpoint.ReadSingle("columns"));
        Assert.Equal(whole[12..18], checkpoint.ReadSingle("row"));
        Assert.Equal([whole[9]], checkpoint.ReadSingle("scalar"));
        Assert.Equal([0L, 6L], checkpoint.Entry("empty").Shape);
        Assert.Empty(checkpoint.ReadSingle("empty"));
        Assert.Equal([0L, 3L], checkpoint.Entry("none").Shape);
        Assert.Equal([-2f, 1f, -1f, 2f, 0f, 3f], checkpoint.ReadSingle("last"));
        Assert.Equal(TorchSample.Ramp(2), checkpoint.ReadSingle("parameter"));
        Assert.Equal(TorchSample.Ramp(2), checkpoint.ReadSingle("buffer"));
    }

    [Theory]
    [InlineData("training.pt", null, 10f)]
    [InlineData("training.pt", "ema", 10f)]
    [InlineData("training.pt", "model", 0f)]
    [InlineData("training.legacy.pt", null, 10f)]
    [InlineData("training.legacy.pt", "model", 0f)]
    public void Open_TrainingState_PartOrAverage(string file, string? part, float more)
    {
        using var checkpoint = TorchSample.Open(file, part);

        Assert.Equal(["w"], checkpoint.Entries.Keys);
        Assert.Equal(TorchSample.Ramp(2, more), checkpoint.ReadSingle("w"));
    }

    [Theory]
    [InlineData("students.pt")]
    [InlineData("students.legacy.pt")]
    public void Open_SeveralParts_NestedNamesOrChoices(string file)
    {
        using var student = TorchSample.Open(file, "student");
        using var backbone = TorchSample.Open(file, "teacher.backbone");
        using var teacher = TorchSample.Open(file, "teacher");

        Assert.Equal(["backbone.w"], student.Entries.Keys);
        Assert.Equal(["w"], backbone.Entries.Keys);
        Assert.Equal(TorchSample.Ramp(2, 5), backbone.ReadSingle("w"));
        Assert.Equal(["backbone.w", "blocks.0.b", "blocks.1.b"], teacher.Entries.Keys);
        Assert.Equal([-1f], teacher.ReadSingle("blocks.1.b"));
        Assert.All([null, "head", "teacher.backbone.w", "teacher."], part =>
        {
            var failure = Assert.Throws<CheckpointException>(() => TorchSample.Open(file, part));
            Assert.Contains("'student', 'teacher'", failure.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("arguments.pt", "args", "argparse.Namespace(model='SiT-XL/2')")]
    [InlineData("arguments.legacy.pt", "args", "argparse.Namespace(model='SiT-XL/2')")]
    [InlineData("numpy.pt", "loss", "numpy.core.multiarray.scalar(numpy.dtype, _codecs.encode)")]
    [InlineData("numpy.legacy.pt", "loss", "numpy.core.multiarray.scalar(numpy.dtype, _codecs.encode)")]
    public void Open_UnknownClassBesidePart_PartReadAndClassNamed(string file, string key, string text)
    {
        using var meant = TorchSample.Open(file);
        using var named = TorchSample.Open(file, "ema");
        var contents = CheckpointFile.Describe(TorchSample.Path(file));
        var failure = Assert.Throws<CheckpointException>(() => TorchSample.Open(file, key));

        Assert.Equal(TorchSample.Ramp(2), meant.ReadSingle("w"));
        Assert.Equal(TorchSample.Ramp(2), named.ReadSingle("w"));
        Assert.Equal(("ema", 1, 0), (Assert.Single(contents.Parts).Name, contents.Parts[0].Tensors, contents.Parts[0].Placeholders));
        Assert.Equal((key, text), (Assert.Single(contents.Placeholders).Name, contents.Placeholders[0].Text));
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        Assert.Contains("'ema'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("complex.pt", "torch.ComplexFloatStorage")]
    [InlineData("quantized.pt", "torch._utils._rebuild_qtensor")]
    [InlineData("sparse.pt", "torch._utils._rebuild_sparse_tensor")]
    [InlineData("whole_module.pt", "torch.nn.modules.linear.Linear")]
    [InlineData("expanded.pt", "expanded view")]
    [InlineData("single.pt", "no dictionary of tensors")]
    public void Open_MoreThanTensors_RefusedByName(string file, string name)
    {
        var failure = Assert.Throws<CheckpointException>(() => TorchSample.Open(file));

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadSingle_AfterDispose_Refused()
    {
        var checkpoint = TorchSample.Open("module.pt");
        checkpoint.Dispose();
        checkpoint.Dispose();

        Assert.Throws<ObjectDisposedException>(() => checkpoint.ReadSingle("0.weight"));
    }
}
