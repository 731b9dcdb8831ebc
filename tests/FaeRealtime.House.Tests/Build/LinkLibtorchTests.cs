using System.Diagnostics;
using FaeRealtime.Testing;

namespace FaeRealtime.House.Tests.Build;

/// <summary>The build's links into libtorch's package, made by MSBuild itself from a made-up package.</summary>
public sealed class LinkLibtorchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fae link ");

    public LinkLibtorchTests()
    {
        foreach (var version in new[] { "1.0", "2.0" })
        {
            Directory.CreateDirectory(At($"packages/{version}"));
            File.WriteAllText(At($"packages/{version}/libtorch_cpu.so"), version);
            File.WriteAllText(At($"packages/{version}/libc10.so"), version);
        }
    }

    [Fact]
    public async Task Build_SecondTime_MakesOnlyWhatIsMissingOrLeadsElsewhere()
    {
        await Build("1.0");
        Assert.Equal(["1.0", "1.0"], Linked());
        var links = Directory.GetFiles(At("out/runtimes"), "*", SearchOption.AllDirectories);
        Assert.All(links, link => Assert.NotNull(File.ResolveLinkTarget(link, returnFinalTarget: false)));
        var first = Changes();

        await Build("1.0");
        Assert.Equal(first, Changes());

        File.Delete(links[0]);
        await Build("1.0");
        Assert.Equal(["1.0", "1.0"], Linked());

        await Build("2.0");
        Assert.Equal(["2.0", "2.0"], Linked());
        Assert.Equal("1.0", File.ReadAllText(At("packages/1.0/libtorch_cpu.so")));

        // A package folder that was moved or emptied: the old links lead nowhere.
        Directory.Move(At("packages/2.0"), At("packages/3.0"));
        await Build("3.0");
        Assert.Equal(["2.0", "2.0"], Linked());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string[] Linked() => [.. Directory.GetFiles(At("out/runtimes"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)];

    // A folder's time changes with every entry that is made or deleted in it.
    private DateTime[] Changes() => [.. Directory.GetDirectories(At("out"), "*", SearchOption.AllDirectories).Append(At("obj/libtorch.linked")).Select(File.GetLastWriteTimeUtc)];

    private async Task Build(string version)
    {
        File.WriteAllText(At("test.proj"), $"""
            <Project>
              <PropertyGroup>
                <OutDir>{At("out/")}</OutDir>
                <IntermediateOutputPath>{At("obj/")}</IntermediateOutputPath>
              </PropertyGroup>
              <ItemGroup>
                <ReferenceCopyLocalPaths Include="{At($"packages/{version}")}/*.so" NuGetPackageId="libtorch-cpu-linux-x64" DestinationSubDirectory="runtimes/linux-x64/native/" />
              </ItemGroup>
              <Import Project="{Path.Combine(Repository.Root, "src/build/native-files.targets")}" />
            </Project>
            """);
        var start = new ProcessStartInfo("dotnet", ["msbuild", At("test.proj"), "-t:LinkLibtorch", "-nologo", "-nodeReuse:false"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, await output + await error);
    }
}
