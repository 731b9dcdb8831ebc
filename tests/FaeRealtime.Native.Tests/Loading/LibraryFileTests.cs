using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Tests.Loading;

public sealed class LibraryFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private static string Shim => Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    [Fact]
    public void Require_WhatTheBuildPlaced_IsWhole() => Assert.All(Directory.GetFiles(Path.GetDirectoryName(Shim)!, "*.so*"), LibraryFile.Require);

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100_000)]
    [InlineData(-1)]
    public void Require_FileCutShort_SaysByHowMuch(int length)
    {
        var whole = File.ReadAllBytes(Shim);
        File.WriteAllBytes(At("cut.so"), whole[..(length < 0 ? whole.Length + length : length)]);
        var message = Assert.Throws<NativeException>(() => LibraryFile.Require(At("cut.so"))).Message;
        Assert.Contains("is cut short", message, StringComparison.Ordinal);
        Assert.EndsWith("Restore the packages anew.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_LinkThatLeadsNowhere_NamesBothEnds()
    {
        File.CreateSymbolicLink(At("link.so"), At("gone.so"));
        var message = Assert.Throws<NativeException>(() => LibraryFile.Require(At("link.so"))).Message;
        Assert.Contains($"{At("link.so")} leads to {At("gone.so")}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_LinkToAWholeFile_Passes()
    {
        File.CreateSymbolicLink(At("link.so"), Shim);
        LibraryFile.Require(At("link.so"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
