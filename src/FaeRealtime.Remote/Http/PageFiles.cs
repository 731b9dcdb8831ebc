using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http;

/// <summary>The page itself, from the program.</summary>
internal static class PageFiles
{
    private const string Script = "text/javascript; charset=utf-8";

    private static readonly (string Name, string Type, string Summary)[] Parts =
    [
        ("page.js", Script, "Its script."),
        ("link.js", Script, "The way to the server."),
        ("stage.js", Script, "The live picture."),
        ("input.js", Script, "The browser's camera and photos."),
        ("paint.js", Script, "The brush."),
        ("controls.js", Script, "Controls made from the schema."),
        ("lists.js", Script, "Editors of lists."),
        ("timeline.js", Script, "The editor of a timeline."),
        ("page.css", "text/css; charset=utf-8", "Its style."),
    ];

    /// <summary>Whether a path is served without the token: what the page loads by itself and holds nothing that is not published.</summary>
    public static bool IsPublic(PathString path) => path.Value is { Length: > 0 } value && Parts.Any(part => value.AsSpan(1).SequenceEqual(part.Name));

    /// <summary>Its addresses.</summary>
    public static IEnumerable<PageRoute> Routes() =>
    [
        new("GET", "/", "The page.", context => SendAsync(context, "page.html", "text/html; charset=utf-8")),
        .. Parts.Select(part => new PageRoute("GET", $"/{part.Name}", part.Summary, context => SendAsync(context, part.Name, part.Type))),
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
