using System.Diagnostics;

namespace FaeRealtime.Benchmarks;

/// <summary>A Python script beside this program that waits for its turns and answers line by line.</summary>
internal sealed class PythonProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts Python.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="script">The script, from this program's folder.</param>
    /// <param name="arguments">The script's.</param>
    public PythonProcess(string python, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
    }

    /// <summary>The next line that it prints.</summary>
    public string Line() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The Python peer ended early; its message is above. Debian: apt install python3-torch python3-numpy.");

    /// <summary>Sends a line and waits for the answer.</summary>
    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return Line();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
