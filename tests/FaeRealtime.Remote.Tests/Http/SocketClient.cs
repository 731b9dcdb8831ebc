using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>The other end of the page's socket.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];
    private int _length;
    private Task<JsonNode?>? _pending;

    public WebSocketState State => _socket.State;

    /// <summary>Pictures that have come so far.</summary>
    public int Frames { get; private set; }

    public static async Task<SocketClient> ConnectAsync(PageStand stand, string query = "")
    {
        var client = new SocketClient();
        await client._socket.ConnectAsync(new Uri($"ws://{stand.Address.Authority}/api/v1/session/socket{query}"), CancellationToken.None);
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] message, WebSocketMessageType type) => _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);

    /// <summary>The next text message of some types.</summary>
    /// <exception cref="WebSocketException">The socket was ended.</exception>
    public async Task<JsonNode> NextAsync(string type, string other)
    {
        while (true)
        {
            if (await NextAsync() is { } message && (message["type"]!.GetValue<string>() == type || message["type"]!.GetValue<string>() == other))
            {
                return message;
            }
        }
    }

    /// <summary>The next message of a type; <c>frame</c> for pictures.</summary>
    public async Task<(JsonNode? Message, byte[] Frame)> NextAsync(string type)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message is null && type == "frame")
            {
                return (null, _buffer[.._length]);
            }

            if (message?["type"]!.GetValue<string>() == type)
            {
                return (message, []);
            }
        }
    }

    /// <summary>Takes one message, if one comes in time.</summary>
    public async Task<bool> IsSilentAsync(TimeSpan time)
    {
        _pending ??= ReadAsync();
        if (await Task.WhenAny(_pending, Task.Delay(time)) != _pending)
        {
            return true;
        }

        await _pending;
        _pending = null;
        return false;
    }

    public void Dispose() => _socket.Dispose();

    // Null for a picture, which is in the buffer.
    private Task<JsonNode?> NextAsync()
    {
        var next = _pending ?? ReadAsync();
        _pending = null;
        return next;
    }

    private async Task<JsonNode?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        _length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(_length), patience.Token);
            _length += part.Count;
        }
        while (!part.EndOfMessage);

        Frames += part.MessageType == WebSocketMessageType.Binary ? 1 : 0;
        return part.MessageType switch
        {
            WebSocketMessageType.Binary => null,
            WebSocketMessageType.Text => JsonNode.Parse(_buffer.AsSpan(0, _length)),
            _ => throw new WebSocketException("The server closed the socket."),
        };
    }
}
