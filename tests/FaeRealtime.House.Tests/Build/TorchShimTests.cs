namespace FaeRealtime.House.Tests.Build;

/// <summary>What the build task does to the bytes of TorchSharp's native library, on made-up files and on the one that the package brings.</summary>
public sealed class TorchShimTests
{
    private static readonly string[] Versions = ["GLIBCXX_3.4.30", "GLIBCXX_3.4.32", "CXXABI_1.3.9"];
    private static readonly (string, int)[] Symbols = [("_ZSt4cout", 2), ("_ZSt21ios_base_library_initv", 3), ("__cxa_begin_catch", 4)];

    [Fact]
    public void Weaken_TheOneVersion_ChangesItsFlagsAndNothingElse()
    {
        var before = ShimImage.Create(Versions, Symbols, 1, 3);
        var after = before.ToArray();
        Assert.True(TorchShim.Weaken(after));
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]);
        Assert.Equal([ShimImage.FlagsOf(before, 3)], changed);
        Assert.Equal(2, after[ShimImage.FlagsOf(before, 3)]);
    }

    [Fact]
    public void Weaken_Twice_ChangesNothingTheSecondTime()
    {
        var file = ShimImage.Create(Versions, Symbols);
        Assert.True(TorchShim.Weaken(file));
        var once = file.ToArray();
        Assert.False(TorchShim.Weaken(file));
        Assert.Equal(once, file);
    }

    [Fact]
    public void Weaken_FileWithoutTheVersion_IsLeftAlone()
    {
        var before = ShimImage.Create(["GLIBCXX_3.4.30", "GLIBCXX_3.4.33"], [("_ZSt21ios_base_library_initv", 3)], 1);
        var after = before.ToArray();
        Assert.False(TorchShim.Weaken(after));
        Assert.Equal(before, after);
    }

    [Fact]
    public void Weaken_AnotherSymbolNeedsTheVersion_IsRefusedByName()
    {
        var file = ShimImage.Create(Versions, [.. Symbols, ("_ZNSt6thread5otherEv", 3)]);
        var before = file.ToArray();
        var failure = Assert.Throws<InvalidDataException>(() => TorchShim.Weaken(file));
        Assert.Contains("_ZNSt6thread5otherEv", failure.Message, StringComparison.Ordinal);
        Assert.Contains("GLIBCXX_3.4.32", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, file);
    }

    [Fact]
    public void Weaken_TheSymbolIsCalled_IsRefused()
    {
        var file = ShimImage.Create(Versions, Symbols, 1, 2);
        Assert.Contains("_ZSt21ios_base_library_initv", Assert.Throws<InvalidDataException>(() => TorchShim.Weaken(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weaken_TruncatedAnywhere_SaysSo()
    {
        var whole = ShimImage.Create(Versions, Symbols, 1, 3);

        // The table of sections stands last, and of its last entry the last 20 bytes tell nothing that is asked for.
        for (var length = 0; length < whole.Length - 20; length++)
        {
            var file = whole[..length];
            var failure = Assert.Throws<InvalidDataException>(() => TorchShim.Weaken(file));
            Assert.EndsWith("Restore the package anew.", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(0, 0)]
    public void Weaken_OtherKindOfFile_SaysSo(int at, byte value)
    {
        var file = ShimImage.Create(Versions, Symbols);
        file[at] = value;
        Assert.Contains("no 64-bit little-endian ELF file", Assert.Throws<InvalidDataException>(() => TorchShim.Weaken(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weaken_ThePackagesOwnFile_HasTheOneEntry()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var before = File.ReadAllBytes(Path.Combine(packages, "torchsharp", "0.107.0", "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
        var after = before.ToArray();
        Assert.True(TorchShim.Weaken(after));
        Assert.Single(Enumerable.Range(0, before.Length), i => before[i] != after[i]);
        Assert.False(TorchShim.Weaken(after));
    }
}
