using System.ComponentModel;
using System.Diagnostics;

namespace FaeRealtime.Core.Tests.Checkpoints;

/// <summary>A test that asks PyTorch itself; skipped where the system's Python has none (Debian: python3-torch).</summary>
internal sealed class PyTorchFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> Missing = new(() =>
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo(Python) { ArgumentList = { "-c", "import importlib.util; exit(importlib.util.find_spec('torch') is None)" }, RedirectStandardError = true })!;
            python.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 ? null : $"{Python} has no torch.";
        }
        catch (Win32Exception)
        {
            return $"There is no {Python}.";
        }
    });

    public PyTorchFactAttribute() => Skip = Missing.Value;
}
