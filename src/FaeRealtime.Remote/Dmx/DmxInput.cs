using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote.Dmx;

/// <summary>Channels of a lighting desk as controls: <c>/dmx/UNIVERSE/CHANNEL</c> of the map, 0 to 1, where a channel has changed.</summary>
internal sealed class DmxInput : IDisposable
{
    private const string Prefix = "/dmx/";
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly OscDispatcher _dispatcher;
    private readonly DmxProtocol _protocol;
    private readonly Socket _socket;
    private readonly Dictionary<int, List<Channel>> _universes;
    private readonly Action<string> _log;
    private readonly TimeProvider _clock;
    private readonly HashSet<int> _strange = [];
    private readonly List<OscMessage> _changed = [];
    private long _told;
    private volatile bool _disposed;

    private DmxInput(OscDispatcher dispatcher, DmxProtocol protocol, Socket socket, Action<string> log, TimeProvider clock)
    {
        (_dispatcher, _protocol, _socket, _log, _clock) = (dispatcher, protocol, socket, log, clock);
        _universes = dispatcher.Map.Addresses.Select(Channel.Of).OfType<Channel>().GroupBy(channel => channel.Universe).ToDictionary(group => group.Key, group => group.ToList());
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="place">Where; sACN's multicast groups of the map's universes are joined, too.</param>
    /// <param name="dispatcher">Carries out what is mapped. Borrowed.</param>
    /// <param name="log">Gets each universe that is mapped to nothing, once; refusals, one a second at most.</param>
    /// <param name="clock">For that.</param>
    /// <exception cref="ConfigException">The port is taken, or the address is not this machine's.</exception>
    public static DmxInput Start(DmxPlace place, OscDispatcher dispatcher, Action<string> log, TimeProvider clock)
    {
        var at = new IPEndPoint(place.Host ?? IPAddress.Loopback, DmxPacket.Port(place.Protocol));
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ExclusiveAddressUse = false };
        try
        {
            // Other programs of this machine may listen as well.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(at);
            var input = new DmxInput(dispatcher, place.Protocol, socket, log, clock);
            input.Join(place.Host);
            new Thread(input.Receive) { IsBackground = true, Name = "dmx" }.Start();
            return input;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ConfigException($"DMX cannot be received at {at}: {failure.Message}. Give an address of this machine whose port is free.", failure);
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
    }

    private void Join(IPAddress? host)
    {
        if (_protocol != DmxProtocol.Sacn || host is not { AddressFamily: AddressFamily.InterNetwork })
        {
            return;
        }

        foreach (var universe in _universes.Keys)
        {
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(DmxPacket.Group(universe), host));
        }
    }

    private void Receive()
    {
        var buffer = new byte[1 << 16];
        while (!_disposed)
        {
            try
            {
                var length = _socket.Receive(buffer);
                if (DmxPacket.TryRead(_protocol, buffer.AsSpan(0, length), out var universe, out var channels))
                {
                    Take(universe, channels);
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // Closed, or a packet that the system refused.
            }
        }
    }

    private void Take(int universe, ReadOnlySpan<byte> channels)
    {
        if (!_universes.TryGetValue(universe, out var mapped))
        {
            if (_strange.Add(universe))
            {
                _log(string.Create(CultureInfo.InvariantCulture, $"DMX universe {universe} comes in and means nothing yet: name {Prefix}{universe}/1 and so on as \"from\" in the map's file."));
            }

            return;
        }

        _changed.Clear();
        foreach (var channel in mapped)
        {
            if (channel.Number <= channels.Length && channel.Changes(channels[channel.Number - 1]) is { } message)
            {
                _changed.Add(message);
            }
        }

        if (_changed.Count > 0)
        {
            Act();
        }
    }

    private void Act()
    {
        try
        {
            _dispatcher.Act(_changed);
        }
        catch (Exception refused) when (refused is FaeException or SessionNotOpenException)
        {
            if (_told == 0 || _clock.GetElapsedTime(_told) > Quiet)
            {
                _log($"DMX refused: {Shortened.Line(refused.Message)}");
                _told = _clock.GetTimestamp();
            }
        }
    }

    /// <summary>A channel that the map knows.</summary>
    private sealed class Channel(string address, int universe, int number)
    {
        private int _value = -1;

        public int Universe => universe;

        public int Number => number;

        public static Channel? Of(string address) =>
            address.StartsWith(Prefix, StringComparison.Ordinal) && address[Prefix.Length..].Split('/') is [var universe, var channel]
            && int.TryParse(universe, NumberStyles.None, CultureInfo.InvariantCulture, out var u) && int.TryParse(channel, NumberStyles.None, CultureInfo.InvariantCulture, out var c) && c is >= 1 and <= DmxPacket.MostChannels
                ? new Channel(address, u, c)
                : null;

        public OscMessage? Changes(byte value)
        {
            if (value == _value)
            {
                return null;
            }

            _value = value;
            return new OscMessage(address, [OscArgument.Of(value / 255.0)]);
        }
    }
}
