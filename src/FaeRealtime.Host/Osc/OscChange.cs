using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Osc;

/// <summary>What the messages of one packet ask for together: it happens whole or not at all.</summary>
/// <param name="now">The parameters that act.</param>
internal sealed class OscChange(SessionParameters now)
{
    /// <summary>The parameters that the packet leads to.</summary>
    public SessionParameters Parameters { get; set; } = now;

    /// <summary>What happens after these have been accepted, in order.</summary>
    public List<Action> Actions { get; } = [];
}
