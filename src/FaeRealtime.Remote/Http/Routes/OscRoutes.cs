using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>What OSC understands.</summary>
internal static class OscRoutes
{
    public static IEnumerable<PageRoute> All() =>
    [
        new("GET", "/api/v1/osc/paths", "Every OSC address with its types, range and unit.", context => PageReply.JsonAsync(context, OscTable.Targets, PageJsonContext.Default.IReadOnlyListOscTarget)),
    ];
}
