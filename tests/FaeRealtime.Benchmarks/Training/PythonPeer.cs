using System.Diagnostics;
using System.Globalization;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>The same training step in Python, in a process that waits for its turns.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process process;

    /// <summary>Starts Python and waits until its network stands.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="arguments">Of <c>peer.py</c>.</param>
    public PythonPeer(string python, params string[] arguments)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Training", "peer.py"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        process = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
        Parameters = long.Parse(Line(), CultureInfo.InvariantCulture);
        Version = Line();
    }

    /// <summary>Numbers in its network.</summary>
    public long Parameters { get; }

    /// <summary>Of its PyTorch.</summary>
    public string Version { get; }

    /// <summary>Seconds for a number of steps.</summary>
    public double Seconds(int steps)
    {
        process.StandardInput.WriteLine(steps.ToString(CultureInfo.InvariantCulture));
        process.StandardInput.Flush();
        return double.Parse(Line(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Line() => process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The Python peer ended early; its message is above. Debian: apt install python3-torch.");
}
