using System.Globalization;
using FaeRealtime.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>Recordings and captured pictures.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class RecordingRoutes(PageContext page)
{
    public IEnumerable<PageRoute> All() =>
    [
        new("GET", "/api/v1/recordings", "The recording that runs, or the last one.", StatusAsync),
        new("POST", "/api/v1/recordings/{id}/start", "Records into the file of that name; ?format=mp4, webm, webp or gif, ?fps=.", StartAsync),
        new("POST", "/api/v1/recordings/{id}/stop", "Ends it; the file is whole when its state is finished.", StopAsync),
        new("POST", "/api/v1/session/capture", "Writes the picture that is shown as PNG, with metadata; answers with its name.", CaptureAsync),
    ];

    private Task StatusAsync(HttpContext context) => PageReply.JsonAsync(context, page.Media.Recording, PageJsonContext.Default.RecordingStatus);

    private async Task StartAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var format = query["format"].ToString() is { Length: > 0 } requested ? requested : null;
        double? fps = query["fps"].ToString() is { Length: > 0 } text
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw new ConfigException($"fps is '{Shortened.Text(text)}'; give a number.")
            : null;
        await page.Media.StartRecordingAsync(PageReply.Part(context, "id"), format, fps, context.RequestAborted).ConfigureAwait(false);
        await StatusAsync(context).ConfigureAwait(false);
    }

    private Task StopAsync(HttpContext context)
    {
        page.Media.StopRecording(PageReply.Part(context, "id"));
        return StatusAsync(context);
    }

    private async Task CaptureAsync(HttpContext context)
    {
        var file = await page.Media.CaptureAsync(context.RequestAborted).ConfigureAwait(false);
        await PageReply.JsonAsync(context, new CaptureReply(file), PageJsonContext.Default.CaptureReply).ConfigureAwait(false);
    }
}
