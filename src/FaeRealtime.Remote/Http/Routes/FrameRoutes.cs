using System.Buffers;
using System.Net.Mime;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Formats.Jpeg;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Recording;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>Pictures: one, or a stream for programs that know no sockets.</summary>
/// <param name="page">Borrowed.</param>
/// <param name="viewers">Counts the streams. Borrowed.</param>
/// <param name="options">How slow a client may be.</param>
internal sealed class FrameRoutes(PageContext page, ViewerCount viewers, PageOptions options)
{
    private const int StillQuality = 95;
    private const string Boundary = "fae-frame";

    // A session that loads its model has no picture yet.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    public IEnumerable<PageRoute> All() =>
    [
        new("GET", "/api/v1/session/frame", "The picture that is shown, ?format=png (default) or jpg.", FrameAsync),
        new("GET", "/api/v1/session/output.mjpg", "Motion JPEG, for players and older browsers.", StreamAsync),
    ];

    private async Task FrameAsync(HttpContext context)
    {
        var isJpeg = IsJpeg(context.Request.Query["format"].ToString());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(LongestWait);
        CapturedFrame frame;
        try
        {
            frame = await page.Media.Frames.TakeFrameAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await PageReply.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, page.Session.Failure?.Message ?? "There is no picture yet. Ask again.").ConfigureAwait(false);
            return;
        }

        using var file = new MemoryStream();
        if (isJpeg)
        {
            new JpegImage(StillQuality).Write(file, frame.Rgba, frame.Width, frame.Height);
        }
        else
        {
            PngFile.Write(file, frame.Rgba, frame.Width, frame.Height);
        }

        context.Response.Headers.CacheControl = "no-store";
        await PageReply.BytesAsync(context, file.GetBuffer().AsMemory(0, (int)file.Length), isJpeg ? MediaTypeNames.Image.Jpeg : MediaTypeNames.Image.Png).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context)
    {
        using var place = viewers.Enter();
        if (place is null)
        {
            await PageReply.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, viewers.Full).ConfigureAwait(false);
            return;
        }

        var buffer = SendBuffer.Of(context);
        context.Response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
        context.Response.Headers.CacheControl = "no-store";
        using var watcher = page.Feed.Watch();
        var known = 0L;
        while (!context.RequestAborted.IsCancellationRequested)
        {
            var frame = await page.Feed.WaitAsync(known, context.RequestAborted).ConfigureAwait(false);
            known = frame.Version;
            buffer?.Fit(frame.Jpeg.Length);
            if (!await SendAsync(context, frame).ConfigureAwait(false))
            {
                context.Abort();
                return;
            }
        }
    }

    // Frames that come while a client takes this one are not for it.
    private async Task<bool> SendAsync(HttpContext context, EncodedFrame frame)
    {
        var body = context.Response.BodyWriter;
        Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {frame.Jpeg.Length}\r\n\r\n", body);
        body.Write(frame.Jpeg.Span);
        body.Write("\r\n"u8);
        var sent = body.FlushAsync(context.RequestAborted).AsTask();
        try
        {
            await sent.WaitAsync(options.SlowestSend, page.Clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static bool IsJpeg(string format) => format switch
    {
        "" or "png" => false,
        "jpg" or "jpeg" => true,
        _ => throw new ConfigException($"format is '{format}'; give png or jpg."),
    };
}
