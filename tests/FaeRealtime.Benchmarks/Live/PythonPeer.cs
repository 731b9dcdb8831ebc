using System.Globalization;
using System.Runtime.InteropServices;
using FaeRealtime.Engines;

namespace FaeRealtime.Benchmarks.Live;

/// <summary>The same networks in Python, with the folder's weights.</summary>
internal sealed class PythonPeer : ILivePeer
{
    private readonly PythonProcess _process;
    private readonly int _values;

    /// <summary>Starts Python and waits until its networks stand.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="folder">The model.</param>
    /// <param name="file">The generator's file in it.</param>
    /// <param name="threads">CPU threads.</param>
    /// <param name="mode">Of <c>peers/live.py</c>: eager, frozen or compiled.</param>
    /// <param name="values">Numbers of a latent.</param>
    public PythonPeer(string python, string folder, string file, int threads, string mode, int values)
    {
        _values = values;
        _process = new PythonProcess(python, Path.Combine("peers", "live.py"), folder, file, threads.ToString(CultureInfo.InvariantCulture), mode, "cpu");
        Name = $"PyTorch {_process.Line()} {mode}";
    }

    public string Name { get; }

    public double Generate(int runs) => Seconds("generate", runs);

    public double Decode(int runs) => Seconds("decode", runs);

    public (float[] Velocity, byte[] Picture) Check(float[] latent)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fae-peer-{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(path + ".in", MemoryMarshal.AsBytes(latent.AsSpan()).ToArray());
            _process.Ask($"check {path}");
            var results = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path + ".out"));
            var planes = results[_values..];
            var picture = new byte[planes.Length / 3 * 4];
            PixelPacking.TryPack(planes, picture);
            return (results[.._values].ToArray(), picture);
        }
        finally
        {
            File.Delete(path + ".in");
            File.Delete(path + ".out");
        }
    }

    public void Dispose() => _process.Dispose();

    private double Seconds(string command, int runs) => double.Parse(_process.Ask(string.Create(CultureInfo.InvariantCulture, $"{command} {runs}")), CultureInfo.InvariantCulture);
}
