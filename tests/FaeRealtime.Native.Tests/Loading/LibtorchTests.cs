using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Tests.Loading;

/// <summary>What is said where libtorch or TorchSharp's native library does not load. That they do load is for whoever has them.</summary>
public sealed class LibtorchTests
{
    [Fact]
    public void Explain_VersionOfTheCppLibraryIsMissing_NamesBoth()
    {
        const string loader = "Unable to load shared library '/app/libLibTorchSharp.so' or one of its dependencies.\n" +
            "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)\n";
        var text = Libtorch.Explain("/app/libLibTorchSharp.so", loader, "/lib/x86_64-linux-gnu/libstdc++.so.6");
        Assert.StartsWith("TorchSharp's native library /app/libLibTorchSharp.so needs GLIBCXX_3.4.32, which /lib/x86_64-linux-gnu/libstdc++.so.6 lacks.", text, StringComparison.Ordinal);
        Assert.Contains("Build again", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void Explain_AnythingElse_RepeatsTheLoader() =>
        Assert.Contains("libc10.so: cannot open", Libtorch.Explain("/app/shim.so", "libc10.so: cannot open shared object file", null), StringComparison.Ordinal);

    [Fact]
    public void WarningOf_OtherMinorVersion_NamesBoth()
    {
        Assert.Empty(Libtorch.WarningOf(new Version(2, 10, 1), "/opt/torch"));
        var warning = Libtorch.WarningOf(new Version(2, 11, 0), "/opt/torch");
        Assert.Contains("/opt/torch is 2.11.0", warning, StringComparison.Ordinal);
        Assert.Contains("2.10", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderOf_FolderOrItsLib_IsFoundAndAnythingElseNamed()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var library = folder.CreateSubdirectory("lib");
            Assert.Contains(folder.FullName, Assert.Throws<NativeException>(() => Libtorch.FolderOf(folder.FullName)).Message, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(library.FullName, "libtorch_cpu.so"), string.Empty);
            Assert.Equal(library.FullName, Libtorch.FolderOf(folder.FullName));
            Assert.Equal(library.FullName, Libtorch.FolderOf(library.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
