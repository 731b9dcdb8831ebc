using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http;

/// <summary>Answers and bodies of requests.</summary>
internal static class PageReply
{
    public const string JsonType = "application/json; charset=utf-8";

    /// <summary>Answers with a record.</summary>
    public static Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        BytesAsync(context, JsonSerializer.SerializeToUtf8Bytes(value, type), JsonType, status);

    /// <summary>Answers with a sentence on what went wrong.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string message) =>
        JsonAsync(context, new ErrorReply(message), PageJsonContext.Default.ErrorReply, status);

    /// <summary>Answers that it is done, or that there was nothing to do.</summary>
    public static Task DoneAsync(HttpContext context, bool done = true) => JsonAsync(context, new DoneReply(done), PageJsonContext.Default.DoneReply);

    /// <summary>Answers with a text.</summary>
    public static Task TextAsync(HttpContext context, string text, string type) => BytesAsync(context, System.Text.Encoding.UTF8.GetBytes(text), type);

    /// <summary>Answers with bytes.</summary>
    public static async Task BytesAsync(HttpContext context, ReadOnlyMemory<byte> body, string type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a request's body; the server refuses one that is too long.</summary>
    /// <exception cref="BadHttpRequestException">It is.</exception>
    public static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>A part of the address, such as a name.</summary>
    public static string Part(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
