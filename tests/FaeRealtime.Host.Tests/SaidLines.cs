using System.Diagnostics;

namespace FaeRealtime.Host.Tests;

/// <summary>What a running program has said so far, on both of its outputs.</summary>
internal sealed class SaidLines
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public SaidLines(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool Has(string text)
    {
        lock (_gate)
        {
            return _lines.Any(line => line.Contains(text, StringComparison.Ordinal));
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }

    private void Add(string? line)
    {
        lock (_gate)
        {
            _lines.Add(line ?? string.Empty);
        }
    }
}
