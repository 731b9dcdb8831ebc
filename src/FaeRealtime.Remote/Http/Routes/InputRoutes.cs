using FaeRealtime.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>Pictures that come in: a browser's camera, photos, another program's.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class InputRoutes(PageContext page)
{
    public IEnumerable<PageRoute> All() =>
    [
        new("POST", "/api/v1/session/input", "Shows the body, an image file, by source/input, source/inputMode and coherence/renoise. The next one takes its place.", PutAsync),
        new("DELETE", "/api/v1/session/input", "Takes the input away.", ClearAsync),
    ];

    private async Task PutAsync(HttpContext context)
    {
        var received = page.Images ?? throw new ConfigException("No picture can come in: the session was started without the weights of the model's frozen encoder.") { Subject = "EncoderPath" };
        received.Put(await PageReply.BodyAsync(context).ConfigureAwait(false));
        await PageReply.DoneAsync(context).ConfigureAwait(false);
    }

    private Task ClearAsync(HttpContext context)
    {
        page.Images?.Clear();
        return PageReply.DoneAsync(context, page.Images is not null);
    }
}
