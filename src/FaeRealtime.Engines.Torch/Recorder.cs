using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Engines.Torch;

/// <summary>Records computations where that is possible, and writes down how long it took or why it was not.</summary>
/// <param name="runtime">The device's. Borrowed.</param>
/// <param name="logger">Where it is written.</param>
internal sealed class Recorder(IDeviceRuntime runtime, ILogger logger)
{
    /// <summary>Records a computation that has run once.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="compute">In place, on tensors that stay.</param>
    /// <param name="reason">Why it cannot be recorded.</param>
    /// <returns>The recording, which the caller disposes, or null: the computation then runs as it is.</returns>
    public IRecording? TryRecord(string what, Action compute, out string reason)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            var recording = runtime.Record(compute);
            reason = string.Empty;
            EngineLog.Recorded(logger, what, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            return recording;
        }
        catch (Exception failure) when (failure is NativeException or ExternalException)
        {
            reason = failure.Message.TrimEnd('.');
            return Refuse(what, reason);
        }
    }

    /// <summary>Writes down that a computation is not recorded.</summary>
    /// <returns>Null.</returns>
    public IRecording? Refuse(string what, string reason)
    {
        EngineLog.NotRecorded(logger, what, reason);
        return null;
    }
}
