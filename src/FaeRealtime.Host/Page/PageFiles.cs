using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Host.Page;

/// <summary>The page itself, from the program.</summary>
internal static class PageFiles
{
    // The two that the page loads without a token: they hold nothing that is not published.
    private static readonly string[] Public = ["/page.js", "/page.css"];

    /// <summary>Whether a path is served without the token.</summary>
    public static bool IsPublic(PathString path) => Public.Contains(path.Value, StringComparer.Ordinal);

    /// <summary>Its addresses.</summary>
    public static IEnumerable<PageRoute> Routes() =>
    [
        new("GET", "/", "The page.", context => SendAsync(context, "page.html", "text/html; charset=utf-8")),
        new("GET", "/page.js", "Its script.", context => SendAsync(context, "page.js", "text/javascript; charset=utf-8")),
        new("GET", "/page.css", "Its style.", context => SendAsync(context, "page.css", "text/css; charset=utf-8")),
    ];

    private static Task SendAsync(HttpContext context, string name, string type) => PageReply.BytesAsync(context, Load(name), type);

    private static byte[] Load(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream($"page/{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
