using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Files;

namespace FaeRealtime.Video.Tests.Files;

public sealed class TimedNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void In_FileIsThere_TakesAnother()
    {
        var first = TimedName.In(_folder.Path, ".png", new StandingClock());
        File.WriteAllText(first, string.Empty);

        Assert.EndsWith("fae-20260102-030405.png", first, StringComparison.Ordinal);
        Assert.EndsWith("fae-20260102-030405-2.png", TimedName.In(_folder.Path, ".png", new StandingClock()), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
