using Microsoft.Extensions.Logging;

namespace FaeRealtime.Live.Generation;

internal static partial class SessionLog
{
    [LoggerMessage(1, LogLevel.Information, "Model '{Model}' ({Hash}) runs on {Device} ({Reason}).")]
    public static partial void Running(ILogger logger, string model, string hash, string device, string reason);

    [LoggerMessage(2, LogLevel.Error, "The picture stays at its last good frame: {Reason}")]
    public static partial void Failed(ILogger logger, string reason);
}
