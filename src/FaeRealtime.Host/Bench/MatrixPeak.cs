using System.Diagnostics;
using TorchSharp;

namespace FaeRealtime.Host.Bench;

/// <summary>What a device does at best: one large matrix product in float32.</summary>
internal static class MatrixPeak
{
    private const long Side = 1024;
    private const int Runs = 20;

    /// <summary>The fastest of some runs, with the thread count that is set.</summary>
    /// <param name="device">Where.</param>
    /// <returns>In 10⁹ operations a second.</returns>
    public static double Measure(torch.Device device)
    {
        using var guard = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.rand([Side, Side], device: device), torch.rand([Side, Side], device: device));
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            var started = Stopwatch.GetTimestamp();

            // Reading a number waits for the device.
            a.mm(b)[0, 0].ToDouble();
            var time = Stopwatch.GetElapsedTime(started);
            best = time < best ? time : best;
        }

        return 2.0 * Side * Side * Side / best.TotalSeconds / 1e9;
    }
}
