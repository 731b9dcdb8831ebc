using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using FaeRealtime.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Remote.Http.Server;

/// <summary>What every request passes: headers keep other sites out, access is checked, then the rate, and whatever refuses becomes JSON.</summary>
/// <param name="options">Who may ask, and how often.</param>
/// <param name="logger">Failures that are nobody's fault outside. Borrowed.</param>
internal sealed partial class PageGate(PageOptions options, ILogger logger) : IDisposable
{
    // Nothing from elsewhere, nothing inside another page; pictures of the live view are blobs.
    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly PageAccess _access = new(options);

    // Apart, so that a client that is refused takes nothing from a rightful client behind the same address.
    private readonly PartitionedRateLimiter<HttpContext> _welcome = Limiter(options);
    private readonly PartitionedRateLimiter<HttpContext> _refused = Limiter(options);

    /// <summary>Lets a request through, or answers it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Protect(context.Response.Headers);
        var refusal = _access.Refusal(context.Request);
        using var lease = (refusal is null ? _welcome : _refused).AttemptAcquire(context);
        if (!lease.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "1";
            var reason = string.Create(CultureInfo.InvariantCulture, $"More than {options.RequestsPerSecond} requests a second. Use the socket for controls in motion.");
            await PageReply.ErrorAsync(context, StatusCodes.Status429TooManyRequests, reason).ConfigureAwait(false);
        }
        else if (refusal is { } refused)
        {
            await PageReply.ErrorAsync(context, refused.Status, refused.Reason).ConfigureAwait(false);
        }
        else
        {
            var client = context.Features.Get<ConnectionGate.Client>();
            client?.Begin();
            try
            {
                await AnswerAsync(context, next).ConfigureAwait(false);
            }
            finally
            {
                client?.End();
            }
        }
    }

    public void Dispose()
    {
        _welcome.Dispose();
        _refused.Dispose();
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(PageOptions options) => PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetTokenBucketLimiter(
        context.Connection.RemoteIpAddress ?? IPAddress.None,
        _ => new TokenBucketRateLimiterOptions { TokenLimit = options.RequestsPerSecond * 2, TokensPerPeriod = options.RequestsPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);

            // What the framework refuses by a status alone.
            if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null })
            {
                await RefuseAsync(context, context.Response.StatusCode, $"{ReasonPhrases.GetReasonPhrase(context.Response.StatusCode)}. /api/v1 lists the addresses.").ConfigureAwait(false);
            }
        }
        catch (BadHttpRequestException refused)
        {
            await RefuseAsync(context, refused.StatusCode, refused.Message).ConfigureAwait(false);
        }
        catch (ConfigException refused)
        {
            await RefuseAsync(context, refused.IsMissing ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, refused.Message).ConfigureAwait(false);
        }
        catch (SessionNotOpenException early)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, early.Message).ConfigureAwait(false);
        }
        catch (FaeException failed)
        {
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, failed.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left.
        }
#pragma warning disable CA1031 // A request's top: the client hears that it failed, the log why, and the server goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(logger, Shortened.Line(context.Request.Path), Shortened.Line($"{failure.GetType().Name}: {failure.Message}"));
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, "The request failed by a fault of the server; its log says how.").ConfigureAwait(false);
        }
    }

    // What has begun cannot be answered otherwise: it ends, so that nobody takes it for whole.
    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        if (!context.Response.HasStarted)
        {
            return PageReply.ErrorAsync(context, status, message);
        }

        context.Abort();
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "fae: the request {Path} failed: {Reason}")]
    private static partial void LogFailure(ILogger logger, string path, string reason);
}
