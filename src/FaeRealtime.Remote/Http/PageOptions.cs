using System.Net;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Remote.Http;

/// <summary>Where the page is served, and what a client may ask of it.</summary>
public sealed record PageOptions
{
    /// <summary>Whether the session's tools are served at <c>/mcp</c>, for programs that talk the Model Context Protocol.</summary>
    public bool Mcp { get; init; }

    /// <summary>The address that only this machine reaches.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>What failures of <see cref="Port"/> are about (<see cref="FaeException.Subject"/>).</summary>
    public const string PortSubject = "PagePort";

    /// <summary>The usual port.</summary>
    public const int UsualPort = 8080;

    /// <summary>Shortest token: 12 random letters are beyond guessing at the rate that is allowed.</summary>
    public const int ShortestToken = 12;

    /// <summary>Most bytes of a request's body or a socket's message.</summary>
    public const int MostBodyBytes = 1 << 20;

    /// <summary>An address of this machine, or <c>localhost</c>; <c>0.0.0.0</c> and <c>::</c> are all of them.</summary>
    public string Host { get; init; } = Loopback;

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; } = UsualPort;

    /// <summary>What every request must bring; null for none, on loopback only.</summary>
    public string? Token { get; init; }

    /// <summary>Most pictures a second that are encoded.</summary>
    public double FramesPerSecond { get; init; } = 30.0;

    /// <summary>Requests a second of one client; a second's worth more at once. Sliders go through the socket and do not count.</summary>
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>Messages a second of one socket; what comes faster waits at the sender.</summary>
    public int MessagesPerSecond { get; init; } = 240;

    /// <summary>Most open connections; where all are taken, one that has asked for nothing makes way.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Of these, most of one address.</summary>
    public int ConnectionsOfOne { get; init; } = 48;

    /// <summary>How long a connection may say nothing between two requests, or before the first.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a request's head may take.</summary>
    public TimeSpan SlowestHeaders { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most viewers, through sockets and as motion JPEG together.</summary>
    public int Sockets { get; init; } = 16;

    /// <summary>How long a client may take for a picture or message before it is dropped.</summary>
    public TimeSpan SlowestSend { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a browser that acknowledges may leave a message without an answer before it is dropped: a page that sleeps comes back by itself.</summary>
    public TimeSpan LongestUnseen { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The address to listen at.</summary>
    /// <exception cref="ConfigException"><see cref="Host"/> is none.</exception>
    public IPAddress Address => Host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(Host, out var address) ? address
        : throw new ConfigException($"The page's address is '{Host}'; give one of this machine such as {Loopback}, or 0.0.0.0 for all.") { Subject = nameof(Host) };

    /// <summary>Refuses what would be open to strangers.</summary>
    /// <exception cref="ConfigException">The address is none, or another than loopback without a token, or the token is too short.</exception>
    public void Validate()
    {
        if (Port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new ConfigException($"The page's port is {Port}; give 0 to {IPEndPoint.MaxPort}.") { Subject = PortSubject };
        }

        if (!IPAddress.IsLoopback(Address) && Token is null)
        {
            throw new ConfigException($"{Host} can be reached from other machines. Add a token, a secret of {ShortestToken} characters or more, or leave the address out.") { Subject = nameof(Token) };
        }

        if (Token is not null && (Token.Length < ShortestToken || Token.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or '~'))))
        {
            throw new ConfigException($"The token has {Token.Length} characters; give {ShortestToken} or more of letters, digits, '-', '_', '.' and '~'.") { Subject = nameof(Token) };
        }
    }
}
