using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>The socket of the page.</summary>
/// <param name="page">Borrowed.</param>
/// <param name="news">Messages for all. Borrowed.</param>
/// <param name="viewers">Counts it. Borrowed.</param>
/// <param name="options">Limits.</param>
/// <param name="stopping">Ends every socket.</param>
internal sealed class SocketRoutes(PageContext page, SessionNews news, ViewerCount viewers, PageOptions options, CancellationToken stopping)
{
    private const string Acknowledges = "acks";

    public IEnumerable<PageRoute> All() =>
    [
        new("GET", "/api/v1/session/socket", "WebSocket: frames (JPEG) as binary, parameters and status as JSON; takes {\"set\": …}, {\"action\": …}, {\"recall\": …}, {\"watch\": …}; ?acks=1 with {\"ack\": …}.", RunAsync),
    ];

    private async Task RunAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await PageReply.ErrorAsync(context, StatusCodes.Status400BadRequest, "This address is a WebSocket's. For single requests there are session/parameters and session/frame.").ConfigureAwait(false);
            return;
        }

        using var place = viewers.Enter();
        if (place is null)
        {
            await PageReply.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, viewers.Full).ConfigureAwait(false);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var window = context.Request.Query[Acknowledges] == "1" ? new AckWindow(page.Clock) : null;
        await new LiveSocket(socket, page, news, options) { Window = window, Buffer = SendBuffer.Of(context) }.RunAsync(ends).ConfigureAwait(false);
    }
}
