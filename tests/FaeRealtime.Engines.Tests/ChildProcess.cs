using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FaeRealtime.Engines.Tests;

/// <summary>Runs <see cref="ChildProgram"/> in a process of its own.</summary>
internal static class ChildProcess
{
    /// <param name="model">The model folder.</param>
    /// <param name="output">The file that it writes.</param>
    /// <param name="latentLength">Values of a latent.</param>
    /// <param name="environment">Variables set for it.</param>
    /// <returns>What it made, and its line of output.</returns>
    public static (float[] Latent, byte[] Rgba, string Text) Run(string model, string output, int latentLength, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(ChildProgram).Assembly.Location);
        start.ArgumentList.Add(model);
        start.ArgumentList.Add(output);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit {process.ExitCode}: {text} {error.GetAwaiter().GetResult()}");
        var bytes = File.ReadAllBytes(output);
        var split = latentLength * sizeof(float);
        return (MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, split)).ToArray(), bytes[split..], text);
    }
}
