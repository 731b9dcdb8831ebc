using FaeRealtime.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>Live sets: every change from start to stop, as a file that <c>fae render</c> plays.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class SetRoutes(PageContext page)
{
    public IEnumerable<PageRoute> All() =>
    [
        new("POST", "/api/v1/sets/{id}/start", "Records every change from now on, anew where it did already.", StartAsync),
        new("POST", "/api/v1/sets/{id}/stop", "Writes the set into the file of that name; answers with its name.", StopAsync),
    ];

    private Task StartAsync(HttpContext context)
    {
        // Refused now rather than when the set is played.
        _ = FileOf(context);
        page.Control.StartRecording();
        return PageReply.DoneAsync(context);
    }

    private Task StopAsync(HttpContext context)
    {
        var path = FileOf(context);
        var set = page.Control.StopRecording() ?? throw new ConfigException("The session is not being recorded. Start a recording first.");
        set.Save(path);
        page.Media.Made.Refresh();
        return PageReply.JsonAsync(context, new CaptureReply(path), PageJsonContext.Default.CaptureReply);
    }

    private string FileOf(HttpContext context) => page.Media.NamedFile(PageReply.Part(context, "id"), "json");
}
