using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Page;

/// <summary>The other end of the page's socket.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    public WebSocketState State => _socket.State;

    public static async Task<SocketClient> ConnectAsync(PageStand stand, string query = "")
    {
        var client = new SocketClient();
        await client._socket.ConnectAsync(new Uri($"ws://{stand.Address.Authority}/api/v1/session/socket{query}"), CancellationToken.None);
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] message, WebSocketMessageType type) => _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message of a type; <c>frame</c> for pictures.</summary>
    public async Task<(JsonNode? Message, byte[] Frame)> NextAsync(string type)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Binary && type == "frame")
            {
                return (null, _buffer[..length]);
            }

            if (part.MessageType == WebSocketMessageType.Text && JsonNode.Parse(_buffer.AsSpan(0, length)) is { } message && message["type"]!.GetValue<string>() == type)
            {
                return (message, []);
            }

            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException("The server closed the socket.");
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
