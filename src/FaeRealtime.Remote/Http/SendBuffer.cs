using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http;

/// <summary>Keeps what the system holds of a connection near one frame: what lies there longer is old when it arrives.</summary>
internal sealed class SendBuffer
{
    // Small pictures need not go one by one; a connection that is left alone holds megabytes.
    private const int LeastBytes = 4 * 1024;

    private readonly Socket _socket;
    private int _bytes;

    private SendBuffer(Socket socket) => _socket = socket;

    /// <summary>That of a request; null where its connection is no socket.</summary>
    public static SendBuffer? Of(HttpContext context) => context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket ? new SendBuffer(socket) : null;

    /// <summary>Makes room for one frame, and for little more.</summary>
    /// <param name="frame">Its bytes.</param>
    public void Fit(int frame)
    {
        var bytes = Math.Max(LeastBytes, frame);

        // Frames differ a little, and each change is a system call.
        if (bytes <= _bytes && bytes > _bytes / 2)
        {
            return;
        }

        _bytes = bytes + (bytes / 4);
        try
        {
            _socket.SendBufferSize = _bytes;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client left; the next write says so.
        }
    }
}
