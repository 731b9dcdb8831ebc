using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Control;

namespace FaeRealtime.Remote.Osc;

/// <summary>Carries out messages, wherever they come from: OSC packets, a MIDI cable.</summary>
/// <param name="remote">Changes the session. Borrowed.</param>
/// <param name="map">Addresses of controllers.</param>
internal sealed class OscDispatcher(RemoteControl remote, OscMap map)
{
    // Each is compared with every address there is.
    private const int MostPatterns = 32;

    private readonly OscTable _table = new(OscActions.Of(remote));

    /// <summary>What changes the session.</summary>
    public RemoteControl Remote => remote;

    /// <summary>Addresses of controllers.</summary>
    public OscMap Map => map;

    /// <summary>Takes from the messages of a packet those that are meant for this program: of its own addresses, or of the map. Others may have messages in the same bundle.</summary>
    /// <param name="messages">As they came; addresses may be patterns.</param>
    /// <returns>The same with plain addresses; empty for none.</returns>
    /// <exception cref="ConfigException">One of ours cannot be read.</exception>
    public IReadOnlyList<OscMessage> Ours(IReadOnlyList<OscMessage> messages)
    {
        var (ours, patterns) = (new List<OscMessage>(messages.Count), 0);
        foreach (var message in messages)
        {
            var before = ours.Count;
            if (OscPattern.Of(message.Address) is not { } pattern)
            {
                ours.AddRange(OscTable.IsOurs(message.Address) || map.Knows(message.Address) ? [message] : []);
            }
            else if (++patterns > MostPatterns)
            {
                throw new ConfigException($"A packet has more than {MostPatterns} address patterns; send it in parts.");
            }
            else
            {
                ours.AddRange(_table.Matching(pattern).Concat(map.Addresses.Where(pattern.Matches)).Select(address => message with { Address = address }));
                ours.AddRange(ours.Count == before && OscTable.IsOurs(message.Address) ? [message] : []);
            }

            if (ours.Count > before && message.Problem is { } problem)
            {
                throw new ConfigException($"{Shortened.Text(message.Address)} cannot be read: {problem}.");
            }
        }

        return ours;
    }

    /// <summary>Does what messages say, all of them as one change or none.</summary>
    /// <param name="messages">Of plain addresses.</param>
    /// <param name="own">What a message does for its receiver alone; null where it does nothing there. Null for no such messages.</param>
    /// <exception cref="ConfigException">A message is refused; nothing is changed.</exception>
    public void Act(IReadOnlyList<OscMessage> messages, Func<OscMessage, Action?>? own = null)
    {
        var done = new List<Action>();
        remote.Change(now =>
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
