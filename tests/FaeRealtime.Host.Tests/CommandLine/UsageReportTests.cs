using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.CommandLine;

public sealed class UsageReportTests
{
    [Theory]
    [InlineData("'fae video' has no option '--sedes'; the nearest is '--seeds'", "video", "--sedes", "0-3")]
    [InlineData("'fae video' has no option '--sedes'; the nearest is '--seeds'", "video", "--sedes=0-3")]
    [InlineData("'fae live' has no option '--sped'; the nearest is '--speed'", "live", "--sped", "2")]
    [InlineData("'fae live' has no option '--sped'; the nearest is '--speed'", "live", "default", "--sped", "2")]
    [InlineData("'fae data emoji' has no option '--ot'; the nearest is '--out'", "data", "emoji", "--ot", "x")]
    [InlineData("'fae images' has no option '-x'", "images", "-x")]
    [InlineData("'fae render' has no option '--size1'", "render", "take.json", "--size1")]
    public async Task Run_MistypedOption_IsNamedWithTheNearest(string mentions, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var run = await FaeProcess.RunIn(folder.Path, arguments);
        run.AssertUsage(mentions);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
