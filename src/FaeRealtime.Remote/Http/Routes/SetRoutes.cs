using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Host.Page.Routes;

/// <summary>Live sets: every change from start to stop, as a file that <c>fae render</c> plays.</summary>
/// <param name="page">Borrowed.</param>
/// <param name="recordings">Names their files.</param>
internal sealed class SetRoutes(PageContext page, Recordings recordings)
{
    public IEnumerable<PageRoute> All() =>
    [
        new("POST", "/api/v1/sets/{id}/start", "Records every change from now on, anew where it did already.", StartAsync),
        new("POST", "/api/v1/sets/{id}/stop", "Writes the set into the file of that name; answers with its name.", StopAsync),
    ];

    private Task StartAsync(HttpContext context)
    {
        // Refused now rather than when the set is played.
        _ = recordings.SetFile(PageReply.Part(context, "id"));
        page.Control.StartSet();
        return PageReply.DoneAsync(context);
    }

    private Task StopAsync(HttpContext context) =>
        PageReply.JsonAsync(context, new CaptureReply(recordings.StopSet(PageReply.Part(context, "id"))), PageJsonContext.Default.CaptureReply);
}
