using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Tests;

/// <summary>The built program as a build with <c>-p:FaeTorch=none</c> leaves it: the same files without libtorch's, which its list of parts does not name.</summary>
internal sealed class ProgramWithoutLibtorch : IDisposable
{
    private const string Package = "libtorch-cpu-linux-x64";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fae-none-");

    public ProgramWithoutLibtorch()
    {
        var built = AppContext.BaseDirectory;
        var parts = JsonNode.Parse(File.ReadAllText(Path.Combine(built, "fae.deps.json")))!;
        HashSet<string> dropped = [];
        foreach (var target in parts["targets"]!.AsObject())
        {
            foreach (var (name, library) in target.Value!.AsObject().Where(one => one.Key.StartsWith(Package, StringComparison.Ordinal)).ToList())
            {
                dropped.UnionWith(library!["runtimeTargets"]!.AsObject().Select(file => Path.Combine(built, file.Key)));
                target.Value.AsObject().Remove(name);
                parts["libraries"]!.AsObject().Remove(name);
            }

            foreach (var (_, library) in target.Value.AsObject())
            {
                library!["dependencies"]?.AsObject().Remove(Package);
            }
        }

        Assert.Contains(dropped, file => file.EndsWith("/libtorch_cpu.so", StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories).Where(file => !dropped.Contains(file)))
        {
            var place = Path.Combine(_folder.FullName, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.CreateSymbolicLink(place, file);
        }

        // The runtime looks for parts beside the file that is started, with links followed.
        foreach (var name in new[] { "fae.dll", "fae.runtimeconfig.json" })
        {
            File.Delete(At(name));
            File.Copy(Path.Combine(built, name), At(name));
        }

        File.Delete(At("fae.deps.json"));
        File.WriteAllText(At("fae.deps.json"), parts.ToJsonString());
    }

    /// <summary>Runs it to its end, or until it has written a text.</summary>
    /// <param name="arguments">As on a command line.</param>
    /// <param name="until">What it writes on stdout when it has done enough; null for its end.</param>
    /// <param name="environment">Variables set beside the inherited ones.</param>
    public async Task<FaeResult> Run(IEnumerable<string> arguments, string? until, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [At("fae.dll"), .. arguments]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        start.Environment.Remove("FAE_LIBTORCH");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            var output = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                output.AppendLine(line);
                if (until is not null && line.Contains(until, StringComparison.Ordinal))
                {
                    return new FaeResult(ExitCode.Success, output.ToString(), string.Empty);
                }
            }

            await process.WaitForExitAsync(patience.Token);
            return new FaeResult(process.ExitCode, output.ToString(), await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
