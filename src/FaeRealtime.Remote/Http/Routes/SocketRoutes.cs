using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>The socket of the page.</summary>
/// <param name="page">Borrowed.</param>
/// <param name="news">Messages for all. Borrowed.</param>
/// <param name="options">Limits.</param>
/// <param name="stopping">Ends every socket.</param>
internal sealed class SocketRoutes(PageContext page, SessionNews news, PageOptions options, CancellationToken stopping)
{
    private int _open;

    public IEnumerable<PageRoute> All() =>
    [
        new("GET", "/api/v1/session/socket", "WebSocket: frames (JPEG) as binary, parameters and status as JSON; takes {\"set\": …}, {\"action\": …}, {\"recall\": …}, {\"watch\": …}.", RunAsync),
    ];

    private async Task RunAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await PageReply.ErrorAsync(context, StatusCodes.Status400BadRequest, "This address is a WebSocket's. For single requests there are session/parameters and session/frame.").ConfigureAwait(false);
            return;
        }

        if (Interlocked.Increment(ref _open) > options.Sockets)
        {
            Interlocked.Decrement(ref _open);
            await PageReply.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, $"{options.Sockets} browsers are connected already. Close one.").ConfigureAwait(false);
            return;
        }

        try
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            await new LiveSocket(socket, page, news, options).RunAsync(ends).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
