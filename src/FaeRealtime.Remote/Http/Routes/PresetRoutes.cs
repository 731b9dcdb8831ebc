using FaeRealtime.Live.Parameters;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>Presets.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class PresetRoutes(PageContext page)
{
    public IEnumerable<PageRoute> All() =>
    [
        new("GET", "/api/v1/presets", "Their names.", context => PageReply.JsonAsync(context, page.Presets.Names, PageJsonContext.Default.IReadOnlyListString)),
        new("GET", "/api/v1/presets/{name}", "One, as parameters.", context => PageReply.TextAsync(context, ParameterJson.ToText(page.Presets.Read(Name(context))), PageReply.JsonType)),
        new("PUT", "/api/v1/presets/{name}", "Stores the parameters that act, or those of the body.", StoreAsync),
        new("DELETE", "/api/v1/presets/{name}", "Deletes one.", DeleteAsync),
        new("POST", "/api/v1/presets/{name}/recall", "Makes it act.", RecallAsync),
    ];

    private static string Name(HttpContext context) => PageReply.Part(context, "name");

    private async Task StoreAsync(HttpContext context)
    {
        var body = await PageReply.BodyAsync(context).ConfigureAwait(false);
        if (body.IsEmpty)
        {
            page.Control.Store(Name(context));
        }
        else
        {
            var parameters = ParameterJson.Parse(body, "The preset");
            parameters.Validate(int.MaxValue);
            page.Presets.Store(Name(context), body);
        }

        await PageReply.DoneAsync(context).ConfigureAwait(false);
    }

    private Task DeleteAsync(HttpContext context)
    {
        return PageReply.DoneAsync(context, page.Presets.Delete(Name(context)));
    }

    private Task RecallAsync(HttpContext context)
    {
        page.Remote.Recall(Name(context));
        return PageReply.DoneAsync(context);
    }
}
