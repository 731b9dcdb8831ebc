namespace FaeRealtime.Remote.Osc;

/// <summary>Carries out messages, wherever they come from: OSC packets, a MIDI cable.</summary>
/// <param name="control">Changes the session. Borrowed.</param>
/// <param name="actions">What is more than setting parameters.</param>
/// <param name="map">Addresses of controllers.</param>
internal sealed class OscDispatcher(SessionControl control, OscActions actions, OscMap map)
{
    private readonly OscTable _table = new(actions);

    /// <summary>The session that changes.</summary>
    public SessionControl Control => control;

    /// <summary>Addresses of controllers.</summary>
    public OscMap Map => map;

    /// <summary>Does what messages say, all of them as one change or none.</summary>
    /// <param name="messages">As they came.</param>
    /// <param name="own">What a message does for its receiver alone; null where it does nothing there. Null for no such messages.</param>
    /// <exception cref="Core.Errors.ConfigException">A message is refused; nothing is changed.</exception>
    public void Act(IReadOnlyList<OscMessage> messages, Func<OscMessage, Action?>? own = null)
    {
        var done = new List<Action>();
        control.Change(now =>
        {
            var change = new OscChange(now);
            foreach (var message in messages.SelectMany(map.Of))
            {
                if (own?.Invoke(message) is { } action)
                {
                    change.Actions.Add(action);
                }
                else
                {
                    _table.Apply(message, change);
                }
            }

            done = change.Actions;
            return change.Parameters;
        });
        done.ForEach(action => action());
    }
}
