using System.Text;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Checkpoints.Torch;
using FsCheck;
using FsCheck.Xunit;

namespace FaeRealtime.Core.Tests.Checkpoints;

/// <summary>Whatever is written is read back to the bit, in both formats.</summary>
public sealed class CheckpointRoundTripTests
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Property]
    public void Write_AnySafetensors_AreReadBack(NonNull<string>[] names, DoNotSize<int>[] values) => AssertRoundTrip(names, values, (path, tensors) => SafetensorsWriter.Write(path, tensors));

    [Property]
    public void Write_AnyTorchFile_IsReadBack(NonNull<string>[] names, DoNotSize<int>[] values) => AssertRoundTrip(names, values, (path, tensors) => TorchFileWriter.Write(path, tensors));

    // One name at least: a PyTorch file without any is refused. Every name gets one value less than the one before it.
    private static void AssertRoundTrip(NonNull<string>[] given, DoNotSize<int>[] bits, Action<string, SafetensorsTensor[]> write)
    {
        string[] names = [.. given.Select(name => name.Get).Append("x").Distinct().Where(IsText)];
        float[] Values(int i) => [.. bits.Skip(i).Select(value => BitConverter.Int32BitsToSingle(value.Item))];
        using var folder = new Folder();
        write(folder.File("x"), [.. names.Select((name, i) => SafetensorsTensor.FromSingle(name, [Values(i).Length], Values(i)))]);

        using var read = CheckpointFile.Open(folder.File("x"));
        Assert.Equal(names.Order(StringComparer.Ordinal), read.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.All(names, (name, i) => Assert.Equal(Values(i).Select(BitConverter.SingleToInt32Bits), read.ReadSingle(name).Select(BitConverter.SingleToInt32Bits)));
    }

    private static bool IsText(string name)
    {
        try
        {
            return Strict.GetByteCount(name) > 0 && name != "__metadata__";
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
