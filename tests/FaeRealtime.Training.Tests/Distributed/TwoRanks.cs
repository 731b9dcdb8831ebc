using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using FaeRealtime.Native.Distributed;
using FaeRealtime.Training.Distributed;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Distributed;

/// <summary>Two ranks on two threads of the test, with real process groups between them.</summary>
internal static class TwoRanks
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What each rank returned.</summary>
    public static T[] Run<T>(Func<IRankExchange, T> work)
    {
        var port = FreePort();
        var results = new T[2];
        var failures = new Exception?[2];
        var threads = Enumerable.Range(0, 2).Select(rank => new Thread(() => Work(rank))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        // The other rank's failure is often only a consequence of the first one's.
        if (failures.OfType<Exception>().OrderBy(failure => failure is Core.Errors.NativeException).FirstOrDefault() is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return results;

        void Work(int rank)
        {
            try
            {
                using var exchange = new GroupExchange(ProcessGroup.Join(new ProcessGroupOptions(rank, 2, "127.0.0.1", port) { StartTimeout = Patience, Timeout = Patience }), torch.CPU);
                results[rank] = work(exchange);
            }
#pragma warning disable CA1031 // The top of a thread: the test's own thread throws it on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures[rank] = failure;
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
