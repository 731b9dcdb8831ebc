using System.Diagnostics;

namespace FaeRealtime.Host.Tests;

/// <summary>The built program, run as a user runs it.</summary>
internal static class FaeProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs <c>fae</c> to its end.</summary>
    /// <param name="arguments">As on a command line.</param>
    /// <param name="environment">Variables set beside the inherited ones.</param>
    public static Task<FaeResult> Run(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        RunIn(Environment.CurrentDirectory, arguments, environment);

    /// <summary>Runs <c>fae</c> to its end in a folder.</summary>
    /// <param name="folder">The current folder of the program.</param>
    /// <param name="arguments">As on a command line.</param>
    /// <param name="environment">Variables set beside the inherited ones.</param>
    public static async Task<FaeResult> RunIn(string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, arguments, environment);
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
            throw new TimeoutException($"fae {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        return new FaeResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts <c>fae</c> without waiting, without a display unless the environment names one.</summary>
    public static Process Start(string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        // Tests that run in a shell's background inherit its deafness to Ctrl+C, which the program would keep.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "fae.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
