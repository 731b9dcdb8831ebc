using System.Globalization;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>The same training step in Python.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly PythonProcess _process;

    /// <summary>Starts Python and waits until its network stands.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="arguments">Of <c>peers/training.py</c>.</param>
    public PythonPeer(string python, params string[] arguments)
    {
        _process = new PythonProcess(python, Path.Combine("peers", "training.py"), arguments);
        Parameters = long.Parse(_process.Line(), CultureInfo.InvariantCulture);
        Version = _process.Line();
    }

    /// <summary>Numbers in its network.</summary>
    public long Parameters { get; }

    /// <summary>Of its PyTorch.</summary>
    public string Version { get; }

    /// <summary>Seconds for a number of steps.</summary>
    public double Seconds(int steps) => double.Parse(_process.Ask(steps.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    public void Dispose() => _process.Dispose();
}
