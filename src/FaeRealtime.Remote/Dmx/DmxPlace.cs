using System.Globalization;
using System.Net;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Remote.Dmx;

/// <summary>Where stage lighting comes from or goes to.</summary>
/// <param name="Protocol">How.</param>
/// <param name="Host">An address: this machine's for input, the receiver's for output; null for none given, which is this machine, or sACN's multicast for output.</param>
/// <param name="Universe">Which 512 channels, for output: 0 to 32767 for Art-Net, 1 to 63999 for sACN.</param>
public sealed record DmxPlace(DmxProtocol Protocol, IPAddress? Host, int Universe)
{
    /// <summary>Reads PROTOCOL[:HOST][/UNIVERSE], such as <c>artnet:192.168.1.20/0</c> or <c>sacn/1</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ConfigException">It is no such text.</exception>
    public static DmxPlace Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.LastIndexOf('/');
        var (before, universe) = slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..]);
        var colon = before.IndexOf(':', StringComparison.Ordinal);
        var (name, host) = colon < 0 ? (before, "") : (before[..colon], before[(colon + 1)..]);
        DmxProtocol? protocol = name switch { "artnet" => DmxProtocol.ArtNet, "sacn" => DmxProtocol.Sacn, _ => null };
        var address = host switch { "" => null, "localhost" => IPAddress.Loopback, _ => IPAddress.TryParse(host, out var given) ? given : IPAddress.None };
        var first = protocol == DmxProtocol.Sacn ? DmxPacket.FirstSacn : 0;
        var last = protocol == DmxProtocol.Sacn ? DmxPacket.LastSacn : DmxPacket.LastArtNet;
        var number = first;
        return protocol is null || Equals(address, IPAddress.None) || (universe.Length > 0 && (!int.TryParse(universe, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < first || number > last))
            ? throw new ConfigException($"'{Shortened.Text(text)}' is no place of DMX; give artnet or sacn, :ADDRESS where it is not this machine, and /UNIVERSE, 0 to {DmxPacket.LastArtNet} for Art-Net, {DmxPacket.FirstSacn} to {DmxPacket.LastSacn} for sACN: artnet:192.168.1.20/0, sacn/1.")
            : new DmxPlace(protocol.Value, address, number);
    }
}

/// <summary>Protocols that carry DMX over UDP.</summary>
public enum DmxProtocol
{
    /// <summary>Art-Net 4, port 6454.</summary>
    ArtNet,

    /// <summary>Streaming ACN, ANSI E1.31, port 5568.</summary>
    Sacn,
}
