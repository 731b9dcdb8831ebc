using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Parameters;

public sealed class PresetFolderTests
{
    [Fact]
    public void Store_IntoAFullFolder_IsRefusedUntilOneGoesAndReplacesStill()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 1000; i++)
        {
            File.WriteAllText(folder.At($"{i}.json"), "{}");
        }

        var presets = new PresetFolder(folder.Path);
        Assert.Contains("1000 presets", Assert.Throws<ConfigException>(() => presets.Store("one more", new SessionParameters())).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("one more.json")));

        presets.Store("7", new SessionParameters());
        Assert.True(presets.Delete("8"));
        presets.Store("one more", new SessionParameters());
        Assert.Equal(1000, presets.Names.Count);
    }
}
