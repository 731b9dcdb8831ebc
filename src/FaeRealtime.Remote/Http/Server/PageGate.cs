using FaeRealtime.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Server;

/// <summary>What every request passes: access is checked, headers keep other sites out, refusals become JSON.</summary>
/// <param name="options">Who may ask.</param>
internal sealed class PageGate(PageOptions options)
{
    // Nothing from elsewhere, nothing inside another page; pictures of the live view are blobs.
    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly PageAccess _access = new(options);

    /// <summary>Lets a request through, or answers it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (_access.Refusal(context.Request) is { } refusal)
        {
            await PageReply.ErrorAsync(context, refusal.Status, refusal.Reason).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException refused)
        {
            await AnswerAsync(context, refused.StatusCode, refused.Message).ConfigureAwait(false);
        }
        catch (ConfigException refused)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, refused.Message).ConfigureAwait(false);
        }
        catch (SessionNotOpenException early)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, early.Message).ConfigureAwait(false);
        }
        catch (FaeException failed)
        {
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, failed.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left.
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string message) =>
        context.Response.HasStarted ? Task.CompletedTask : PageReply.ErrorAsync(context, status, message);
}
