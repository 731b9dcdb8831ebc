using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;

namespace FaeRealtime.Live.Tests.Parameters;

/// <summary>A device in the place of a preset or recording is refused, not read without end.</summary>
public sealed class PresetDeviceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_LinkToADevice_Refused()
    {
        File.CreateSymbolicLink(_folder.At("endless.json"), "/dev/zero");

        Assert.Contains("a device", Assert.Throws<ConfigException>(() => new PresetFolder(_folder.Path).Read("endless")).Message, StringComparison.Ordinal);
        Assert.Contains("a device", Assert.Throws<ConfigException>(() => SessionRecording.Load(_folder.At("endless.json"))).Message, StringComparison.Ordinal);
    }
}
