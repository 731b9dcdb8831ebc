using System.Diagnostics;
using FaeRealtime.Testing;

namespace FaeRealtime.House.Tests.Build;

/// <summary>The name of the libtorch that a build takes: a misspelt one would quietly be none.</summary>
public sealed class FaeTorchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fae torch ");

    [Theory]
    [InlineData("banana")]
    [InlineData("../cpu")]
    public async Task Script_UnknownName_SaysWhatIsAllowedFromAnyFolder(string name)
    {
        var link = Path.Combine(_folder.FullName, "a link");
        File.CreateSymbolicLink(link, Path.Combine(Repository.Root, "fae"));
        var (code, text) = await Run(link, ["--help"], name);
        Assert.Equal(3, code);
        Assert.Contains($"FAE_TORCH is '{name}', allowed: cpu, cuda-linux, none.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("none", true)]
    [InlineData("cuda-linux", true)]
    [InlineData("CPU", true)]
    [InlineData("banana", false)]
    [InlineData("cuda", false)]
    public async Task Build_Name_IsChecked(string name, bool allowed)
    {
        var project = Path.Combine(Repository.Root, "src/FaeRealtime.Core/FaeRealtime.Core.csproj");
        var (code, text) = await Run("dotnet", ["msbuild", project, "-t:CheckFaeTorch", $"-p:FaeTorch={name}", "-nologo", "-nodeReuse:false"], null);
        Assert.True(code == 0 == allowed, text);
        Assert.Equal(!allowed, text.Contains($"FaeTorch is '{name}', allowed: cpu, cuda-linux, none.", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int Code, string Text)> Run(string program, string[] arguments, string? torch)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName };
        start.Environment["FAE_TORCH"] = torch;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
