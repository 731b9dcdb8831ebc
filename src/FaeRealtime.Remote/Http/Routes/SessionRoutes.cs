using FaeRealtime.Core.Config;
using FaeRealtime.Live.Parameters;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>The session: what it runs, its parameters, actions, another model.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class SessionRoutes(PageContext page)
{
    private const string Source = "The request";

    public IEnumerable<PageRoute> All() =>
    [
        new("GET", "/api/v1/session/info", "The model, its classes, the device, the actions.", InfoAsync),
        new("GET", "/api/v1/session/parameters", "All parameters.", ParametersAsync),
        new("POST", "/api/v1/session/parameters", "Changes those that the body names; answers with all.", MergeAsync),
        new("GET", "/api/v1/schema", "The parameters' JSON schema with ranges and units.", context => PageReply.TextAsync(context, ParameterJson.Schema(), PageReply.JsonType)),
        new("POST", "/api/v1/session/undo", "Takes the last change back.", context => ActAsync(context, "undo")),
        new("POST", "/api/v1/session/redo", "Makes it again.", context => ActAsync(context, "redo")),
        new("POST", "/api/v1/session/actions/{action}", "What a hotkey does, by a name of session/info.", context => ActAsync(context, PageReply.Part(context, "action"))),
        new("POST", "/api/v1/model/load", "Opens another model beside the running one: {\"model\": NAME}.", LoadAsync),
    ];

    private Task InfoAsync(HttpContext context) => PageReply.JsonAsync(context, SessionSummary.Of(page), PageJsonContext.Default.SessionSummary);

    private Task ParametersAsync(HttpContext context) => PageReply.TextAsync(context, ParameterJson.ToText(page.Control.Parameters), PageReply.JsonType);

    private async Task MergeAsync(HttpContext context)
    {
        page.Remote.Merge(await PageReply.BodyAsync(context).ConfigureAwait(false), Source);
        await ParametersAsync(context).ConfigureAwait(false);
    }

    private Task ActAsync(HttpContext context, string action)
    {
        return PageReply.DoneAsync(context, page.Remote.Act(action));
    }

    private async Task LoadAsync(HttpContext context)
    {
        var body = await PageReply.BodyAsync(context).ConfigureAwait(false);
        page.Remote.Load(StrictJson.Parse<ModelRequest>(body, Source).Model);
        await PageReply.DoneAsync(context).ConfigureAwait(false);
    }
}
