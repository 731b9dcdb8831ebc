using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Commands;

/// <summary>More of what a user can get wrong with a model folder or an option.</summary>
public sealed class DemoRefusalTests : IDisposable
{
    private readonly ModelPlace _place = new();

    [Theory]
    [InlineData(ModelFolder.FeatureDecoderFile)]
    [InlineData(ModelFolder.GeneratorFile)]
    [InlineData(ModelFolder.SamplesFile)]
    public async Task Demo_WeightsTruncated_ExitsTwo(string file)
    {
        var path = _place.ModelFile(file);
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^100]);
        await Refused(2, file);
    }

    [Fact]
    public async Task Demo_EmptyWeights_ExitsTwo()
    {
        await File.WriteAllBytesAsync(_place.ModelFile(ModelFolder.GeneratorFile), []);
        await Refused(2, ModelFolder.GeneratorFile);
    }

    [Theory]
    [InlineData(ModelFolder.ConfigFile)]
    [InlineData(ModelFolder.ClassesFile)]
    [InlineData(ModelFolder.PixelDecoderFile)]
    public async Task Demo_FileMissing_ExitsTwo(string file)
    {
        File.Delete(_place.ModelFile(file));
        await Refused(2, file);
    }

    [Fact]
    public async Task Demo_WeightsNotFinite_ExitsTwo()
    {
        TestModel.Create(_place.Model, spoiled: float.NaN);
        await Refused(2, ModelFolder.GeneratorFile);
    }

    [Fact]
    public async Task Demo_SamplesModeWithoutSamples_ExitsTwo()
    {
        File.Delete(_place.ModelFile(ModelFolder.SamplesFile));
        await Refused(2, ModelFolder.SamplesFile, "--mode", "samples");
    }

    [Theory]
    [InlineData("--speed", "9", "0 to 8")]
    [InlineData("--class", "3", "0 to 2")]
    [InlineData("--class", "dog", "class 0")]
    [InlineData("--mode", "swim", "morph")]
    [InlineData("--device", "gpu", "cuda")]
    [InlineData("--engine", "gpu", "cpu, gl or torch")]
    [InlineData("--live-seconds", "-1", "0 to 3600")]
    [InlineData("--threads", "-1", "0 to 1024")]
    public async Task Demo_OptionOutOfRange_ExitsTwoWithTheRange(string option, string value, string range) =>
        await Refused(2, range, option, value);

    [Theory]
    [InlineData("walk.avi", ".webp")]
    [InlineData("walk%05d.png", ".webp")]
    [InlineData("no/such/walk.webp", "does not exist")]
    public async Task Demo_OutCannotBe_ExitsTwoBeforeAnyWork(string name, string named)
    {
        string[] arguments = ["demo", "--headless", "--model", _place.Model, "--out", _place.At(name)];
        (await FaeProcess.Run(arguments)).AssertRefused(2, named);
        _place.AssertOutUntouched();
    }

    [Theory]
    [InlineData("--frames", "many", "many")]
    [InlineData("--framez", "3", "nearest is '--frames'")]
    public async Task Demo_WrongUsage_ExitsOne(string option, string value, string named)
    {
        var result = await FaeProcess.Run(["demo", "--headless", "--model", _place.Model, "--out", _place.Out, option, value]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        _place.AssertOutUntouched();
    }

    [Fact]
    public async Task Demo_EglNotLoadable_ExitsThree()
    {
        // A file of that name that is no library stands before the real one.
        Directory.CreateDirectory(_place.At("lib"));
        await File.WriteAllTextAsync(_place.At("lib/libEGL.so.1"), "no library");
        (await FaeProcess.Run(_place.Demo(), ("LD_LIBRARY_PATH", _place.At("lib")))).AssertRefused(3, "libEGL.so.1");
        _place.AssertOutUntouched();
    }

    [Fact]
    public async Task Demo_NoLibtorch_ExitsThree()
    {
        (await FaeProcess.Run(_place.Demo("--engine", "torch"), ("FAE_LIBTORCH", _place.At("none")))).AssertRefused(3, "libtorch");
        _place.AssertOutUntouched();
    }

    public void Dispose() => _place.Dispose();

    private async Task Refused(int code, string named, params string[] more)
    {
        (await FaeProcess.Run(_place.Demo(more))).AssertRefused(code, named);
        _place.AssertOutUntouched();
    }
}
