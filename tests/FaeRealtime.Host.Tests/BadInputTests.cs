using FaeRealtime.Core.Checkpoints;

namespace FaeRealtime.Host.Tests;

/// <summary>Wrong input: exit 1, 2 or 3, one clear message, no stack trace, nothing overwritten.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly ModelPlace _place = new();

    [Fact]
    public async Task Demo_ModelFolderMissing_ExitsTwo()
    {
        var result = await FaeProcess.Run(["demo", "--headless", "--model", _place.At("absent"), "--out", _place.Out]);
        result.AssertRefused(2, "absent");
        _place.AssertOutUntouched();
    }

    [Theory]
    [InlineData("'abc' is no whole number that fits; 'fae serve --help'", "serve", "--port", "abc")]
    [InlineData("'x' is no number; 'fae video --help'", "video", "--fps", "x")]
    [InlineData("'fae data --help' tells", "data", "folde")]
    [InlineData("'fae --help' lists the commands", "liv")]
    public async Task WrongCommandLine_ExitsOneAndSaysWhereHelpIs(string said, params string[] arguments)
    {
        var result = await FaeProcess.Run(arguments);
        result.AssertUsage(said);
    }

    [Fact]
    public async Task Demo_WeightsOfAnotherShape_ExitsTwo()
    {
        var file = _place.ModelFile("feature-decoder.safetensors");
        List<SafetensorsTensor> tensors;
        using (var reader = SafetensorsReader.Open(file))
        {
            tensors = [.. reader.Entries.Values.Select(entry => SafetensorsTensor.FromSingle(entry.Name, [reader.ReadSingle(entry.Name).Length], reader.ReadSingle(entry.Name)))];
        }

        SafetensorsWriter.Write(file, tensors);
        (await FaeProcess.Run(_place.Demo())).AssertRefused(2, "the model needs");
        _place.AssertOutUntouched();
    }

    [Fact]
    public async Task Demo_UnknownConfigKey_ExitsTwoAndNamesTheNearest()
    {
        var file = _place.ModelFile("config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"latent\"", "\"latnt\"", StringComparison.Ordinal));
        var result = await FaeProcess.Run(_place.Demo());
        result.AssertRefused(2, "latnt");
        Assert.Contains("latent", result.Error, StringComparison.Ordinal);
        _place.AssertOutUntouched();
    }

    [Fact]
    public async Task Demo_WithoutGl_ExitsThree()
    {
        (await FaeProcess.Run(_place.Demo(), ("__EGL_VENDOR_LIBRARY_DIRS", _place.At("no-drivers")))).AssertRefused(3, "EGL");
        _place.AssertOutUntouched();
    }

    [Fact]
    public async Task Program_UnknownVerb_ExitsOne()
    {
        var result = await FaeProcess.Run(["dmeo"]);
        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_ArchiveIsNoArchive_ExitsTwo()
    {
        File.WriteAllText(_place.At("emoji.tgz"), "not a gzip file");
        (await FaeProcess.Run(["data", "emoji", "--out", _place.At("data"), "--archive", _place.At("emoji.tgz")])).AssertRefused(2, "emoji.tgz");
    }

    /// <summary>What lies where weights should: a repository cloned without Git LFS, a log-in page, a picture.</summary>
    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "info FILE", "Git LFS pointer")]
    [InlineData("<!DOCTYPE html>\n<html></html>\n", "info FILE", "web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "import --from MODEL --generator FILE --out NEW", "Git LFS pointer")]
    [InlineData("anything", "images FILE", "is a file, and a model is a folder")]
    [InlineData("anything", "export FILE --out NEW", "is a file, and a model is a folder")]
    public async Task File_InPlaceOfWeightsOrModel_IsNamedForWhatItIs(string content, string line, string said)
    {
        File.WriteAllText(_place.At("generator.safetensors"), content);
        var arguments = line.Replace("FILE", _place.At("generator.safetensors"), StringComparison.Ordinal).Replace("MODEL", _place.Model, StringComparison.Ordinal).Replace("NEW", _place.At("new"), StringComparison.Ordinal);
        (await FaeProcess.Run(arguments.Split(' '))).AssertRefused(2, said);
    }

    [Fact]
    public async Task Parity_FolderMissing_ExitsTwo() =>
        Assert.Equal(2, (await FaeProcess.Run(["parity", _place.At("absent")])).ExitCode);

    public void Dispose() => _place.Dispose();
}
