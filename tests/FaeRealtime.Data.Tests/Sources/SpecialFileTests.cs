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

    [Theory]
    [InlineData("classes.tsv")]
    [InlineData("captions.jsonl")]
    [InlineData("train/shard-0.tar")]
    public void Open_ListOrShardIsADevice_Refused(string file)
    {
        if (file.EndsWith(".tar", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(_place.Path("train"));
        }
        else
        {
            _place.Write("train/n01/a.png", 1);
            _place.Write("val/n01/b.png", 2);
        }

        File.CreateSymbolicLink(_place.Path(file), Endless);

        Assert.Contains("a device", Record.Exception(() => DataSources.Open(_place.Root))?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ArchiveIsADevice_Refused()
    {
        File.CreateSymbolicLink(_place.Path("x.tgz"), Endless);

        Assert.Contains("a device", Assert.Throws<IOException>(() => EmojiArchive.Read(_place.Path("x.tgz"))).Message, StringComparison.Ordinal);
    }
}
