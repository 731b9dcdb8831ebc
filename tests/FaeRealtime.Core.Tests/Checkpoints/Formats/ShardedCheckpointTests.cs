using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints.Formats;

public sealed class ShardedCheckpointTests : IDisposable
{
    private const string First = "1-of-2.safetensors";

    private const string Second = "2-of-2.safetensors";

    private readonly Folder _folder = new();

    public ShardedCheckpointTests()
    {
        SafetensorsWriter.Write(_folder.File(First), [SafetensorsTensor.FromSingle("a", [2], [1, 2]), SafetensorsTensor.FromSingle("b", [1], [3])]);
        SafetensorsWriter.Write(_folder.File(Second), [SafetensorsTensor.FromInt64("c", [], [4])]);
    }

    private string Index => _folder.File("model.safetensors.index.json");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_IndexOrItsFolder_EveryTensorOfEveryShard(bool byFolder)
    {
        WriteIndex("""{"metadata":{"total_size":20,"x":[{}]},"weight_map":{"a":"1-of-2.safetensors","b":"1-of-2.safetensors","c":"2-of-2.safetensors"}}""");

        using var checkpoint = CheckpointFile.Open(byFolder ? _folder.Path : Index);

        Assert.Equal(Index, checkpoint.Path);
        Assert.Equal(["a", "b", "c"], checkpoint.Entries.Keys.Order());
        Assert.Equal([1f, 2f], checkpoint.ReadSingle("a"));
        Assert.Equal([3f], checkpoint.ReadSingle("b"));
        Assert.Equal([4L], checkpoint.ReadInt64("c"));
        Assert.Equal([2L], checkpoint.Entry("a").Shape);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"1-of-2.safetensors","c":"2-of-2.safetensors"}}""", "'b', which the index maps to no shard")]
    [InlineData("""{"weight_map":{"a":"1-of-2.safetensors","b":"2-of-2.safetensors","c":"2-of-2.safetensors"}}""", "'b', which the index maps to '" + Second)]
    [InlineData("""{"weight_map":{"a":"1-of-2.safetensors","b":"1-of-2.safetensors","c":"2-of-2.safetensors","d":"2-of-2.safetensors"}}""", "'d' to '" + Second)]
    [InlineData("""{"weight_map":{"a":"1-of-2.safetensors","b":"1-of-2.safetensors","c":"model-3.safetensors"}}""", "'model-3.safetensors' beside it, which is missing")]
    [InlineData("""{"weight_map":{"a":"1-of-2.safetensors","a":"1-of-2.safetensors","b":"1-of-2.safetensors","c":"2-of-2.safetensors"}}""", "'a' stands twice")]
    [InlineData("""{"weight_map":{"a":"1-of-2.safetensors"},"weight_map":{}}""", "'weight_map' stands twice")]
    [InlineData("""{"weight_map":{"a":"../x.safetensors"}}""", "plain file name")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "plain file name")]
    [InlineData("""{"weight_map":{"a":"..\\x.safetensors"}}""", "plain file name")]
    [InlineData("""{"weight_map":{"a":"C:x.safetensors"}}""", "plain file name")]
    [InlineData("""{"weight_map":{"a":".."}}""", "plain file name")]
    [InlineData("""{"weight_map":{"a":""}}""", "plain file name")]
    [InlineData("""{"weight_map":{"a":"model.safetensors.index.json"}}""", "no other index")]
    [InlineData("""{"weight_map":{"a":3}}""", "weight_map.a is Number")]
    [InlineData("""{"weight_map":{}}""", "no 'weight_map'")]
    [InlineData("""{"hidden_size":768}""", "no 'weight_map'")]
    [InlineData("""{"weight_map":{"\ud800":"x"}}""", "not the JSON")]
    [InlineData("""{"weight_map":{"a":"x"}} {}""", "not the JSON")]
    [InlineData("""{"weight_map":""", "not the JSON")]
    public void Open_IndexThatDisagreesOrReachesOut_RefusedWithReason(string index, string reason)
    {
        WriteIndex(index);

        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Index).Dispose());

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains(Index, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ShardThatIsAnIndexItself_Refused()
    {
        WriteIndex("""{"weight_map":{"a":"inner"}}""");
        File.Copy(Index, _folder.File("inner"));

        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Index).Dispose());

        Assert.Contains("inner", failure.Message, StringComparison.Ordinal);
        Assert.Contains("JSON", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadSingle_AfterDispose_Refused()
    {
        WriteIndex("""{"weight_map":{"a":"1-of-2.safetensors","b":"1-of-2.safetensors","c":"2-of-2.safetensors"}}""");
        var checkpoint = CheckpointFile.Open(Index);
        checkpoint.Dispose();

        Assert.Throws<ObjectDisposedException>(() => checkpoint.ReadSingle("a"));
    }

    private void WriteIndex(string json) => File.WriteAllText(Index, json);
}
