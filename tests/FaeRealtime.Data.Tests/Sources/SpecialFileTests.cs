using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Preparation;
using FaeRealtime.Data.Sources;
using FaeRealtime.Data.Tests.Loading;

namespace FaeRealtime.Data.Tests.Sources;

/// <summary>A device in the place of an input is a reason, never a wait without end.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private const string Endless = "/dev/zero";

    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Problem_PictureIsADevice_SaysSo()
    {
        File.CreateSymbolicLink(_place.Path("a.png"), Endless);

        Assert.Contains("a device", ImageReader.Problem(_place.Root, ImageFiles.Entry(_place.Root, "a.png", "a", 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ListIsADevice_Refused()
    {
        Images();
        File.CreateSymbolicLink(_place.Path("classes.tsv"), Endless);

        Assert.Contains("a device", Record.Exception(() => DataSources.Open(_place.Root))?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CaptionsAreADevice_AreCountedAsUnreadable()
    {
        Images();
        File.CreateSymbolicLink(_place.Path("captions.jsonl"), Endless);

        Assert.Equal(1, DataSources.Open(_place.Root).Account.Count(IgnoredReason.Unreadable));
    }

    [Fact]
    public void Open_OnlyShardIsADevice_Refused()
    {
        Directory.CreateDirectory(_place.Path("train"));
        File.CreateSymbolicLink(_place.Path("train/shard-0.tar"), Endless);

        Assert.IsType<ConfigException>(Record.Exception(() => DataSources.Open(_place.Root)));
    }

    [Fact]
    public void Read_ArchiveIsADevice_Refused()
    {
        File.CreateSymbolicLink(_place.Path("x.tgz"), Endless);

        Assert.Contains("a device", Assert.Throws<IOException>(() => EmojiArchive.Read(_place.Path("x.tgz"))).Message, StringComparison.Ordinal);
    }

    private void Images()
    {
        _place.Write("train/n01/a.png", 1);
        _place.Write("val/n01/b.png", 2);
    }
}
