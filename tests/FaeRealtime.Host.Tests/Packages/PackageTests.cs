using System.Diagnostics;
using System.Globalization;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using FaeRealtime.Testing;

namespace FaeRealtime.Host.Tests.Packages;

/// <summary>The libraries as an application gets them.</summary>
public sealed partial class PackageTests
{
    private static readonly string[] Packed =
    [
        "FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Models", "FaeRealtime.Cpu", "FaeRealtime.Graphics", "FaeRealtime.Native", "FaeRealtime.Engines", "FaeRealtime.Engines.Gl", "FaeRealtime.Engines.Torch", "FaeRealtime.Live", "FaeRealtime.Text", "FaeRealtime.Onnx",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Pack_OfTheLibraries_ServesAProgramOutsideOfTheRepository()
    {
        var lines = await Run(Path.Combine(Repository.Root, "tests/pack/run.sh"));
        var packages = lines.Where(line => line.EndsWith(".nupkg", StringComparison.Ordinal)).Select(line => VersionOfFile().Replace(line, string.Empty));
        Assert.Equal(Packed.Order(StringComparer.Ordinal), packages.Order(StringComparer.Ordinal));

        var frames = lines.Select(line => Frame().Match(line)).Where(match => match.Success).ToList();
        Assert.Equal(30, frames.Count);
        Assert.All(frames, frame => Assert.True(int.Parse(frame.Groups["levels"].Value, CultureInfo.InvariantCulture) > 50, frame.Value));
        var drawn = Assert.Single(lines, line => line.StartsWith("drawn: ", StringComparison.Ordinal));
        Assert.True(int.Parse(drawn.Split(' ')[1], CultureInfo.InvariantCulture) > 50, drawn);
        Assert.Contains("torch engine: torch cpu, 1 thread", lines);
        Assert.Contains("torch: 3", lines);
    }

    /// <summary>What an application with the CPU engine downloads: an empty project that names one package.</summary>
    [Fact]
    public async Task Restore_OfTheLivePackage_BringsNeitherTorchSharpNorLibtorch()
    {
        var packages = (await Run(Path.Combine(Repository.Root, "tests/pack/restore.sh"))).Where(line => line.Length > 0).ToArray();
        string[] rooms = ["FaeRealtime.Core", "FaeRealtime.Cpu", "FaeRealtime.Engines", "FaeRealtime.Graphics", "FaeRealtime.Live", "FaeRealtime.Sampling"];
        Assert.Equal(rooms, packages.Where(name => name.StartsWith("FaeRealtime.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("Silk.NET.OpenGL", packages);
        Assert.DoesNotContain(packages, name => name.Contains("torch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Symbols_OfThePackedLibraries_NameNoFolderOfTheBuildMachine()
    {
        var symbols = Directory.GetFiles(AppContext.BaseDirectory, "*.pdb").Where(file => Path.GetFileName(file) is var name && Packed.Any(id => name == $"{id}.pdb")).ToArray();
        Assert.True(symbols.Length >= Packed.Length, string.Join(' ', symbols));
        Assert.All(symbols, file =>
        {
            using var provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(file));
            var reader = provider.GetMetadataReader();
            var sources = reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name)).ToArray();
            Assert.NotEmpty(sources);
            Assert.All(sources, source => Assert.False(Path.GetFullPath(source).StartsWith(Repository.Root, StringComparison.Ordinal), $"{file}: {source}"));
            Assert.False(File.ReadAllBytes(Path.ChangeExtension(file, ".dll")).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)) >= 0, file);
        });
    }

    [GeneratedRegex("^frame [0-9]+: 128 x 128, (?<levels>[0-9]+) levels$")]
    private static partial Regex Frame();

    [GeneratedRegex(@"^\./|\.[0-9]+\.[0-9]+\.[0-9]+[^/]*\.nupkg$")]
    private static partial Regex VersionOfFile();

    private static async Task<string[]> Run(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() })!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} did not end within {Patience}.");
        }

        Assert.True(process.ExitCode == 0, await output + await error);
        return (await output).Split('\n');
    }
}
