using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Engines.Torch;

/// <summary>Captures computations where that is possible, and writes down how long it took or why it was not.</summary>
/// <param name="runtime">The device's. Borrowed.</param>
/// <param name="logger">Where it is written.</param>
internal sealed class GraphCapture(IDeviceRuntime runtime, ILogger logger)
{
    /// <summary>Captures a computation that has run once.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="compute">In place, on tensors that stay.</param>
    /// <param name="reason">Why it cannot be captured.</param>
    /// <returns>The graph, which the caller disposes, or null: the computation then runs as it is.</returns>
    public ICapturedGraph? TryCapture(string what, Action compute, out string reason)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            var graph = runtime.Capture(compute);
            reason = string.Empty;
            EngineLog.Captured(logger, what, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            return graph;
        }
        catch (Exception failure) when (failure is NativeException or ExternalException)
        {
            reason = failure.Message.TrimEnd('.');
            return Refuse(what, reason);
        }
    }

    /// <summary>Writes down that a computation is not captured.</summary>
    /// <returns>Null.</returns>
    public ICapturedGraph? Refuse(string what, string reason)
    {
        EngineLog.NotCaptured(logger, what, reason);
        return null;
    }
}

internal static partial class EngineLog
{
    [LoggerMessage(10, LogLevel.Information, "Captured {What} for the device in {Milliseconds:0.0} ms.")]
    public static partial void Captured(ILogger logger, string what, double milliseconds);

    [LoggerMessage(11, LogLevel.Warning, "The device gets {What} operator by operator, which is slower: {Reason}.")]
    public static partial void NotCaptured(ILogger logger, string what, string reason);
}
