namespace FaeRealtime.House.Tests.Build;

/// <summary>The build task with files.</summary>
public sealed class CopyTorchShimTests : IDisposable
{
    private static readonly string[] Versions = ["GLIBCXX_3.4.32"];
    private static readonly (string, int)[] Symbols = [("_ZSt21ios_base_library_initv", 2)];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly ErrorList _build = new();

    [Fact]
    public void Execute_OlderCppLibrary_MendsTheCopyAndLeavesTheSource()
    {
        var source = Write("source.so", ShimImage.Create(Versions, Symbols));
        var task = Task(source, At("out/deep/libLibTorchSharp.so"), "\0GLIBCXX_3.4.30\0"u8);
        Assert.True(task.Execute());
        Assert.Equal(ShimImage.Create(Versions, Symbols), File.ReadAllBytes(source));
        var copy = File.ReadAllBytes(task.Destination);
        Assert.Equal(2, copy[ShimImage.FlagsOf(copy, 2)]);
        Assert.Single(Directory.GetFiles(At("out/deep")));

        // Over itself, as after a publish, and over a link, which is replaced and not followed.
        Assert.True(Task(task.Destination, task.Destination, "\0GLIBCXX_3.4.30\0"u8).Execute());
        Assert.Equal(copy, File.ReadAllBytes(task.Destination));
        File.CreateSymbolicLink(At("link.so"), source);
        Assert.True(Task(source, At("link.so"), "\0GLIBCXX_3.4.30\0"u8).Execute());
        Assert.Equal(copy, File.ReadAllBytes(At("link.so")));
        Assert.Null(File.ResolveLinkTarget(At("link.so"), returnFinalTarget: true));
        Assert.Equal(ShimImage.Create(Versions, Symbols), File.ReadAllBytes(source));
    }

    [Fact]
    public void Execute_NewerCppLibrary_CopiesAsItIs()
    {
        var source = Write("source.so", ShimImage.Create(Versions, Symbols));
        var task = Task(source, At("copy.so"), "\0GLIBCXX_3.4.30\0GLIBCXX_3.4.32\0GLIBCXX_3.4.33\0"u8);
        Assert.True(task.Execute());
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(task.Destination));
    }

    [Fact]
    public void Execute_FileThatCannotBeMended_IsAnErrorWithBothNames()
    {
        var source = Write("source.so", ShimImage.Create(Versions, [("_ZSomethingElse", 2)]));
        Assert.False(Task(source, At("copy.so"), "\0GLIBCXX_3.4.30\0"u8).Execute());
        var error = Assert.Single(_build.Errors);
        Assert.Contains(source, error, StringComparison.Ordinal);
        Assert.Contains("_ZSomethingElse", error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("copy.so")));
    }

    [Fact]
    public void Execute_SeveralAtOnce_PlaceOneWholeFile()
    {
        var source = Write("source.so", ShimImage.Create(Versions, Symbols));
        var library = Write("libstdc++.so.6", "\0GLIBCXX_3.4.30\0"u8);
        for (var round = 0; round < 50; round++)
        {
            var tasks = Enumerable.Range(0, 8).Select(_ => new CopyTorchShim { BuildEngine = new ErrorList(), Source = source, Destination = At("out/shim.so"), Libstdcxx = library }).ToArray();
            Parallel.ForEach(tasks, new ParallelOptions { MaxDegreeOfParallelism = tasks.Length }, task => Assert.True(task.Execute(), ((ErrorList)task.BuildEngine).Errors.FirstOrDefault()));
            Assert.Equal(new FileInfo(source).Length, new FileInfo(At("out/shim.so")).Length);
            Assert.Single(Directory.GetFiles(At("out")));
        }
    }

    [Fact]
    public void Execute_NoSource_IsAnError()
    {
        Assert.False(Task(At("nowhere.so"), At("copy.so"), "\0"u8).Execute());
        Assert.Contains("nowhere.so", Assert.Single(_build.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadedLibstdcxx_OfThisProcess_IsAFileOrUnknown() => Assert.True(TorchShim.LoadedLibstdcxx() is not { } path || File.Exists(path));

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    private CopyTorchShim Task(string source, string destination, ReadOnlySpan<byte> libstdcxx) =>
        new() { BuildEngine = _build, Source = source, Destination = destination, Libstdcxx = Write("libstdc++.so.6", libstdcxx) };
}
