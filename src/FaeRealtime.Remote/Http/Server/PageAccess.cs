using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Server;

/// <summary>Who may ask: a client that names this machine (no other site's name that was made to point here), comes from the page itself or from no page, and has the token.</summary>
internal sealed class PageAccess
{
    private const string Bearer = "Bearer ";
    private readonly byte[]? _token;
    private readonly bool _isLoopback;
    private readonly string[] _names;

    /// <param name="options">Checked before.</param>
    public PageAccess(PageOptions options)
    {
        _isLoopback = IPAddress.IsLoopback(options.Address);
        _names = _isLoopback ? ["localhost"] : ["localhost", Environment.MachineName, $"{Environment.MachineName}.local"];
        _token = options.Token is { } token ? Hash(token) : null;
    }

    /// <summary>Why a request is refused.</summary>
    /// <returns>The status and a sentence; null where it is welcome.</returns>
    public (int Status, string Reason)? Refusal(HttpRequest request)
    {
        if (!IsThisMachine(request.Host.Host))
        {
            return (StatusCodes.Status421MisdirectedRequest, "The request names another machine. Use this machine's address.");
        }

        foreach (var origin in request.Headers.Origin)
        {
            if (!IsOwn(origin, request.Host))
            {
                return (StatusCodes.Status403Forbidden, "The request comes from another site's page. Use the page that this server shows.");
            }
        }

        if (_token is not null && !PageFiles.IsPublic(request.Path) && !HasToken(request))
        {
            return (StatusCodes.Status401Unauthorized, "The token is missing or wrong. Send 'Authorization: Bearer TOKEN', or open the page with ?token=TOKEN.");
        }

        return null;
    }

    // Another site can point its own name at this machine, but it cannot own an address.
    private bool IsThisMachine(string host) =>
        _names.Contains(host, StringComparer.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (!_isLoopback || IPAddress.IsLoopback(address)));

    private static bool IsOwn(string? origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.Scheme is "http" or "https"
        && page.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && (page.Port == host.Port || (host.Port is null && page.IsDefaultPort));

    private bool HasToken(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var given = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : request.Query["token"].ToString();
        return CryptographicOperations.FixedTimeEquals(Hash(given), _token);
    }

    // Equal lengths, so that a comparison tells nothing.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
