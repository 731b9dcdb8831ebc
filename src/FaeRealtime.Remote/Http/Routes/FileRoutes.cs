using System.Net.Mime;
using FaeRealtime.Video.Formats;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>Videos, pictures and sets, to take away.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class FileRoutes(PageContext page)
{
    public IEnumerable<PageRoute> All() =>
    [
        new("GET", "/api/v1/files", "Names of the videos, pictures and sets that lie in the output folder, the newest first, 200 at most.", ListAsync),
        new("GET", "/api/v1/files/{name}", "One of them.", SendAsync),
    ];

    private Task ListAsync(HttpContext context) => PageReply.JsonAsync(context, page.Media.Made.Names, PageJsonContext.Default.IReadOnlyListString);

    private async Task SendAsync(HttpContext context)
    {
        var path = page.Media.Made.Find(PageReply.Part(context, "name"));
        context.Response.ContentType = TypeOf(path);
        context.Response.ContentLength = new FileInfo(path).Length;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{Path.GetFileName(path)}\"";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.SendFileAsync(path, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string TypeOf(string path) => VideoFormats.MediaTypeOf(path)
        ?? (Path.GetExtension(path) == ".json" ? MediaTypeNames.Application.Json : MediaTypeNames.Application.Octet);
}
