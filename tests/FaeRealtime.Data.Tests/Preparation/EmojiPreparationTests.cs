using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Preparation;
using FaeRealtime.Data.Sources;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Data.Tests.Preparation;

public sealed class EmojiPreparationTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("fae-emoji-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task PrepareAsync_Archive_KeepsBaseEmojiThatHaveAPicture()
    {
        var manifest = await PrepareAsync();

        Assert.Equal(["images/1f1e6.png", "images/1f436.png", "images/1f600.png", "images/1f609.png"], manifest.Items.Select(item => item.File));
        Assert.Equal(["flag at", "dog face", "grinning face", "winking face"], manifest.Items.Select(item => item.Name));
        Assert.Equal(["Flags", "Animals & Nature", "Smileys & Emotion", "Smileys & Emotion"], manifest.Items.Select(item => item.Class));
    }

    [Fact]
    public async Task PrepareAsync_Archive_HoldsOutOnlyWhereAClassHasMoreThanOne()
    {
        var manifest = await PrepareAsync();

        Assert.Equal("Smileys & Emotion", Assert.Single(manifest.Items, item => item.Split == DatasetSplit.HeldOut).Class);
    }

    [Fact]
    public async Task PrepareAsync_Archive_WritesAFolderThatTrainingOpens()
    {
        await PrepareAsync();

        var folder = DataSources.Open(Target);

        Assert.Equal(["Animals & Nature", "Flags", "Smileys & Emotion"], folder.Classes);
        Assert.Contains("Apache-2.0", folder.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareAsync_TransparentPicture_IsPutOnWhite()
    {
        await PrepareAsync();

        using var image = Image.Load<Rgb24>(Path.Combine(Target, "images", "1f436.png"));

        Assert.Equal(new Rgb24(255, 0, 0), image[0, 0]);
        Assert.Equal(new Rgb24(204, 204, 204), image[63, 63]);
    }

    [Fact]
    public async Task PrepareAsync_Again_KeepsPicturesAndManifest()
    {
        await PrepareAsync();
        var image = Path.Combine(Target, "images", "1f436.png");
        var (manifest, written) = (File.ReadAllBytes(Path.Combine(Target, "manifest.json")), File.GetLastWriteTimeUtc(image));

        await PrepareAsync();

        Assert.Equal(manifest, File.ReadAllBytes(Path.Combine(Target, "manifest.json")));
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));
    }

    [Fact]
    public async Task PrepareAsync_Cancelled_Stops()
    {
        SmallArchive.Write(Archive);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmojiPreparation.PrepareAsync(new EmojiOptions(Target, Archive), null, new CancellationToken(canceled: true)));

        Assert.False(File.Exists(Path.Combine(Target, "manifest.json")));
    }

    [Fact]
    public async Task PrepareAsync_AbsentArchive_NamesIt() =>
        Assert.Contains(Archive, (await RefusedAsync<ConfigException>()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.6)]
    public async Task PrepareAsync_TruncatedArchive_IsRefusedByName(double share)
    {
        SmallArchive.Write(Archive);
        File.WriteAllBytes(Archive, File.ReadAllBytes(Archive)[..(int)(share * new FileInfo(Archive).Length)]);

        Assert.Contains(Archive, (await RefusedAsync<ConfigException>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "no package/emoji.json")]
    [InlineData("not json", "damaged")]
    [InlineData("[]", "no emoji")]
    public async Task PrepareAsync_OtherList_IsRefused(string? list, string expected)
    {
        SmallArchive.Write(Archive, list);

        Assert.Contains(expected, (await RefusedAsync<ConfigException>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareAsync_PicturesOfAnotherSize_AreRefused()
    {
        SmallArchive.Write(Archive, side: 32);

        Assert.Contains("32x32", (await RefusedAsync<ImageFileException>()).Message, StringComparison.Ordinal);
    }

    private string Archive => Path.Combine(_path, "small.tgz");

    private string Target => Path.Combine(_path, "out");

    private Task<DatasetManifest> PrepareAsync()
    {
        SmallArchive.Write(Archive);
        return EmojiPreparation.PrepareAsync(new EmojiOptions(Target, Archive), null, CancellationToken.None);
    }

    private Task<T> RefusedAsync<T>()
        where T : Exception =>
        Assert.ThrowsAsync<T>(() => EmojiPreparation.PrepareAsync(new EmojiOptions(Target, Archive), null, CancellationToken.None));
}
