using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Tests.Files;

public sealed class FreeSpaceTests
{
    [Fact]
    public void Require_MoreThanIsFree_NamesFolderAndBoth()
    {
        var folder = Path.GetTempPath();
        var free = FreeSpace.Of(folder);
        Assert.NotNull(free);

        FreeSpace.Require(folder, least: 1);
        var message = Assert.Throws<ConfigException>(() => FreeSpace.Require(folder, least: long.MaxValue)).Message;

        Assert.Contains(folder, message, StringComparison.Ordinal);
        Assert.Contains("8796093022208 MB stay free", message, StringComparison.Ordinal);
    }

    /// <summary>A file system without blocks says nothing of room: writing there fails in its own words.</summary>
    [Fact]
    public void Of_FileSystemWithoutBlocks_IsUnknownAndRefusesNothing()
    {
        Assert.Null(FreeSpace.Of("/proc"));
        FreeSpace.Require("/proc", least: long.MaxValue);
    }
}
