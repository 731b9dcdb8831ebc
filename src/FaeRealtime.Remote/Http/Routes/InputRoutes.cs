using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>Pictures that come in: a browser's camera, photos, another program's; and masks.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class InputRoutes(PageContext page)
{
    public IEnumerable<PageRoute> All() =>
    [
        new("POST", "/api/v1/session/input", "Shows the body, an image file, by source/input, source/inputMode and coherence/renoise. The next one takes its place.", PutAsync),
        new("DELETE", "/api/v1/session/input", "Takes the input away.", ClearAsync),
        new("POST", "/api/v1/session/paint", "Sets source/paint by the body, an image file: white places are made anew, black ones stay as they are shown now.", PaintAsync),
    ];

    private async Task PutAsync(HttpContext context)
    {
        var received = page.Images ?? throw new ConfigException("No picture can come in: the session was started without the weights of the model's frozen encoder.") { Subject = "EncoderPath" };
        received.Put(await PageReply.BodyAsync(context).ConfigureAwait(false));
        await PageReply.DoneAsync(context).ConfigureAwait(false);
    }

    private async Task PaintAsync(HttpContext context)
    {
        var decode = page.Decode ?? throw new ConfigException("No mask can come in as a picture: this program decodes none. Set source/paint instead.");
        var model = page.Session.Info ?? throw new ConfigException("No model is open yet. Send the mask again in a moment.");
        var body = await PageReply.BodyAsync(context).ConfigureAwait(false);
        string mask;
        try
        {
            mask = PaintMask.OfImage(decode(body, model.Config.Latent.Side));
        }
        catch (ImageFileException failure)
        {
            throw new ConfigException($"The mask cannot be read: {failure.Message} Send a PNG, JPEG, WebP or GIF.", failure);
        }

        page.Remote.Change(now => now with { Source = now.Source with { Paint = mask } });
        await PageReply.DoneAsync(context).ConfigureAwait(false);
    }

    private Task ClearAsync(HttpContext context)
    {
        page.Images?.Clear();
        return PageReply.DoneAsync(context, page.Images is not null);
    }
}
