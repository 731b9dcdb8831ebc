using Microsoft.Extensions.Logging;

namespace FaeRealtime.Engines.Torch;

internal static partial class EngineLog
{
    [LoggerMessage(10, LogLevel.Information, "Captured {What} for the device in {Milliseconds:0.0} ms.")]
    public static partial void Captured(ILogger logger, string what, double milliseconds);

    [LoggerMessage(11, LogLevel.Warning, "The device gets {What} operator by operator, which is slower: {Reason}.")]
    public static partial void NotCaptured(ILogger logger, string what, string reason);
}
