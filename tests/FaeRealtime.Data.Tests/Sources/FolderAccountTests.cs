using System.Diagnostics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Data.Tests.Accounts;
using FaeRealtime.Data.Tests.Loading;

namespace FaeRealtime.Data.Tests.Sources;

public sealed class FolderAccountTests : IDisposable
{
    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Open_HiddenAndSystemNames_ArePassedOverAndCounted()
    {
        _place.Write("train/cat/0.png", 0);
        _place.Write("train/dog/0.png", 1);
        _place.Write("train/dog/1.png", 1);
        string[] hidden =
        [
            "train/.ipynb_checkpoints/0.png", "train/cat/._0.png", "train/cat/@eaDir/0.png/thumb.png", "__MACOSX/0.png", "train/dog/Thumbs.db", "lost+found/0.png", ".git/a/b",
        ];
        Array.ForEach(hidden, Put);

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["cat", "dog"], source.Classes);
        Assert.Equal((10, hidden.Length), (AccountCheck.AddsUp(source.Account).Found, source.Account.Count(IgnoredReason.HiddenName)));
    }

    [Theory]
    [InlineData("Train", "VAL")]
    [InlineData("training", "validation")]
    [InlineData("TRAIN", "Valid")]
    [InlineData("train", "test")]
    [InlineData("train", "dev")]
    public void Open_SplitFoldersOfAnySpelling_AreTheSplit(string train, string heldOut)
    {
        _place.Write($"{train}/a/0.png", 0);
        _place.Write($"{heldOut}/a/1.png", 1);

        var source = DataSources.Open(_place.Root);

        Assert.Equal((1, 1), (source.Train.Count, source.HeldOut.Count));
        Assert.Equal(["a"], source.Classes);
    }

    [Fact]
    public void Open_ValAndTest_AreBothHeldOut()
    {
        Array.ForEach(["train/a/0.png", "val/a/1.png", "test/a/2.png"], file => _place.Write(file, 1));

        Assert.Equal(2, AccountCheck.AddsUp(DataSources.Open(_place.Root).Account).HeldOut);
    }

    [Fact]
    public void Open_PicturesBesideTheSplit_AreRefusedUnlessAllowed()
    {
        Array.ForEach(["train/a/0.png", "val/a/1.png", "extra/a/2.png"], file => _place.Write(file, 1));

        Assert.Contains("extra/a/2.png", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
        Assert.Equal(1, AccountCheck.AddsUp(DataSources.Open(_place.Root, allowLoss: true).Account).Count(IgnoredReason.OutsideList));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../..")]
    [InlineData("../dog")]
    public void Open_LinkBackIntoTheSet_VisitsNothingTwice(string target)
    {
        Array.ForEach(["cat/0.png", "cat/1.png", "dog/0.png"], file => _place.Write(file, 1));
        Directory.CreateSymbolicLink(_place.Path("cat/up"), target);

        var account = AccountCheck.AddsUp(DataSources.Open(_place.Root).Account);

        Assert.Equal((4, 3), (account.Found, account.Used + account.HeldOut));
        Assert.Equal(["cat/up"], account.Ignored.Single(one => one.Reason == IgnoredReason.RepeatedFolder).First);
    }

    [Fact]
    public void Open_TwoLinksOutOfTheSet_AreFollowedOnce()
    {
        using var other = new ImagePlace();
        other.Write("0.png", 0);
        other.Write("1.png", 0);
        _place.Write("cat/0.png", 1);
        Directory.CreateSymbolicLink(_place.Path("dog"), other.Root);
        Directory.CreateSymbolicLink(_place.Path("hound"), other.Root);

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["cat", "dog"], source.Classes);
        Assert.Equal((4, 1), (AccountCheck.AddsUp(source.Account).Found, source.Account.Count(IgnoredReason.RepeatedFolder)));
    }

    [Fact]
    public void Open_BrokenLinkAndPipe_AreUnreadableAndBlockNothing()
    {
        _place.Write("cat/0.png", 0);
        File.CreateSymbolicLink(_place.Path("cat/1.png"), "nowhere.png");
        using (var pipe = Process.Start("mkfifo", _place.Path("cat/2.png")))
        {
            pipe.WaitForExit();
        }

        var found = Dataset.Verify(_place.Root, 1, null, TimeProvider.System, CancellationToken.None).Account;

        Assert.Equal((3, 2), (AccountCheck.AddsUp(found).Found, found.Count(IgnoredReason.Unreadable)));
    }

    [Fact]
    public void Verify_BmpAndJfif_AreDecoded()
    {
        _place.Write("a/0.png", 0);
        _place.WriteBmp("a/1.bmp", 1);
        _place.Write("a/2.jfif", 2);

        var found = Dataset.Verify(_place.Root, 1, null, TimeProvider.System, CancellationToken.None);

        Assert.Empty(found.Broken);
        Assert.Equal(3, AccountCheck.AddsUp(found.Account).Found);
    }

    [Theory]
    [InlineData(".tif")]
    [InlineData(".TIFF")]
    [InlineData(".avif")]
    public void Open_FormatsThatAreNotRead_AreALoss(string extension)
    {
        _place.Write("a/0.png", 0);
        Put($"a/1{extension}");

        Assert.Contains("Convert them", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
        Assert.Equal(1, AccountCheck.AddsUp(DataSources.Open(_place.Root, allowLoss: true).Account).Count(IgnoredReason.UnreadFormat));
    }

    [Fact]
    public void Open_LossOfOneInAHundred_IsAllowedAndMoreIsNot()
    {
        for (var i = 0; i < 99; i++)
        {
            _place.Write($"a/{i:d2}.png", i, 2, 2);
        }

        Put("a/x.tif");
        Assert.Equal(100, AccountCheck.AddsUp(DataSources.Open(_place.Root).Account).Found);

        Put("a/y.tif");
        Assert.Contains("2 ×", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CaptionsBesidePictures_AreUsedAndOrphansNamed()
    {
        _place.Write("a/0.png", 0);
        _place.Write("a/1.png", 1);
        _place.WriteText("a/0.txt", "\uFEFFa cat\n");
        _place.WriteText("a/9.txt", "nobody");

        var source = DataSources.Open(_place.Root);

        Assert.Contains(source.Train.Concat(source.HeldOut), entry => entry.Name == "a cat");
        Assert.Equal((3, 2, 1, 1), (AccountCheck.AddsUp(source.Account).Found, source.Account.CaptionsFound, source.Account.CaptionsUsed, source.Account.Count(IgnoredReason.OrphanCaption)));
    }

    [Fact]
    public void Verify_DamagedPicture_MovesFromUsedToUnreadable()
    {
        Array.ForEach(["train/a/0.png", "train/a/1.png", "val/a/2.png"], file => _place.Write(file, 1));
        Put("train/a/1.png");

        var account = AccountCheck.AddsUp(Dataset.Verify(_place.Root, 1, null, TimeProvider.System, CancellationToken.None).Account);

        Assert.Equal((3, 1, 1, 1), (account.Found, account.Used, account.HeldOut, account.Count(IgnoredReason.Unreadable)));
        Assert.NotNull(account.Refusal);
    }

    private void Put(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_place.Path(file))!);
        _place.WriteText(file, "x");
    }
}
