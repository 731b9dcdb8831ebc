using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaeRealtime.Native.Distributed;

namespace FaeRealtime.Native.Tests.Distributed;

/// <summary>The other process of a test: this assembly, started as a program.</summary>
internal static class OtherRank
{
    public const string Sums = "sums";
    public const string Copies = "copies";
    public const string Leaves = "leaves";
    public const string Vanishes = "vanishes";

    public const string Reason = "the disk is full";
    public const int Length = 300_000;

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static ProcessGroup Join(int rank, int port) => ProcessGroup.Join(new ProcessGroupOptions(rank, 2, "127.0.0.1", port)
    {
        StartTimeout = TimeSpan.FromMinutes(1),
        Timeout = TimeSpan.FromMinutes(1),
    });

    /// <summary>Starts rank 1.</summary>
    public static Process Start(string scene, int port) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(OtherRank).Assembly.Location, scene, port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;

    /// <summary>What rank 1 does; prints what it ended up with.</summary>
    public static int Play(string scene, int port)
    {
        using var group = Join(1, port);
        var values = Values(1);
        switch (scene)
        {
            case Sums:
                group.Sum(values);
                break;
            case Copies:
                group.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()));
                break;
            case Leaves:
                group.Leave(Reason);
                return 1;
            default:
                using (var self = Process.GetCurrentProcess())
                {
                    self.Kill();
                }

                return 1;
        }

        Console.Write(Digest(values));
        return 0;
    }

    /// <summary>Numbers whose sums are not exact, different for each rank.</summary>
    public static float[] Values(int rank) => [.. Enumerable.Range(0, Length).Select(i => MathF.Sin((i * (rank + 1)) + 0.3f) * MathF.Exp(i % 20))];

    public static string Digest(float[] values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())));
}
