using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints;

/// <summary>The most tensors that a header of the longest allowed kind can name cost seconds, not minutes.</summary>
public sealed class SafetensorsManyTensorsTests : IDisposable
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(10);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_OneAndAHalfMillionTensors_RefusedInTime()
    {
        // Empty ones: with offsets that count up, so many would be longer than a header may be.
        var path = Write(1_500_000, _ => "\"shape\":[0],\"data_offsets\":[0,0]", 0);
        var clock = Stopwatch.StartNew();

        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Allowed);
        Assert.Contains("more than 1000000 tensors", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_AMillionTensors_ReadInTime(bool backwards)
    {
        const int count = SafetensorsHeader.MaximumTensors;
        var path = Write(count, i => At(backwards ? count - 1 - i : i), count);
        var clock = Stopwatch.StartNew();

        using var checkpoint = CheckpointFile.Open(path);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Allowed);
        Assert.Equal(SafetensorsHeader.MaximumTensors, checkpoint.Entries.Count);
        Assert.Equal(7f, checkpoint.ReadSingle("999999")[0]);
    }

    private static string At(int begin) => string.Create(CultureInfo.InvariantCulture, $"\"shape\":[1],\"data_offsets\":[{begin},{begin + 1}]");

    /// <summary>Bytes named by numbers in the header's order; each is 7.</summary>
    private string Write(int count, Func<int, string> place, int dataBytes)
    {
        var json = new StringBuilder("{");
        for (var i = 0; i < count; i++)
        {
            json.Append(CultureInfo.InvariantCulture, $"\"{i}\":{{\"dtype\":\"U8\",{place(i)}}},");
        }

        json[^1] = '}';
        var path = _folder.File("many.safetensors");
        using var file = File.Create(path);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        file.Write(length);
        file.Write(Encoding.ASCII.GetBytes(json.ToString()));
        var data = new byte[dataBytes];
        data.AsSpan().Fill(7);
        file.Write(data);
        return path;
    }
}
