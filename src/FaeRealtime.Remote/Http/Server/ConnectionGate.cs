using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FaeRealtime.Remote.Http.Server;

/// <summary>Keeps room for those who ask: where all places are taken, a connection that has asked for nothing makes way, then the one that asked longest ago; none that is being answered.</summary>
/// <param name="options">How many connections there may be.</param>
/// <param name="clock">Tells who asked when.</param>
internal sealed class ConnectionGate(PageOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Client> _clients = [];

    /// <summary>Puts every connection of an address under it.</summary>
    public void Guard(ListenOptions listen) => listen.Use(next => async connection =>
    {
        if (Enter(connection) is not { } client)
        {
            connection.Abort(new ConnectionAbortedException("Every place is taken."));
            return;
        }

        connection.Features.Set(client);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(client);
        }
    });

    private Client? Enter(ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        Client? dropped = null;
        Client entered;
        lock (_gate)
        {
            var own = _clients.Count(client => client.Address.Equals(address));
            if (own >= options.ConnectionsOfOne || _clients.Count >= options.Connections)
            {
                dropped = Dispensable(own >= options.ConnectionsOfOne ? address : null);
                if (dropped is null)
                {
                    return null;
                }

                _clients.Remove(dropped);
            }

            entered = new Client(connection, address, clock);
            _clients.AddLast(entered);
        }

        dropped?.Connection.Abort(new ConnectionAbortedException("It was silent while others waited."));
        return entered;
    }

    private Client? Dispensable(IPAddress? address) => _clients
        .Where(client => !client.IsAnswered && (address is null || client.Address.Equals(address)))
        .MinBy(client => (client.HasAsked, client.Last));

    private void Leave(Client client)
    {
        lock (_gate)
        {
            _clients.Remove(client);
        }
    }

    /// <summary>A connection.</summary>
    internal sealed class Client(ConnectionContext connection, IPAddress address, TimeProvider clock)
    {
        private int _answers;

        public ConnectionContext Connection => connection;

        public IPAddress Address => address;

        /// <summary>Whether it has asked for something that it may ask for.</summary>
        public bool HasAsked { get; private set; }

        /// <summary>When it came, or was answered last.</summary>
        public long Last { get; private set; } = clock.GetTimestamp();

        /// <summary>Whether it is being answered, as a viewer is all the time.</summary>
        public bool IsAnswered => Volatile.Read(ref _answers) > 0;

        /// <summary>An answer to a rightful request begins.</summary>
        public void Begin()
        {
            HasAsked = true;
            Interlocked.Increment(ref _answers);
        }

        /// <summary>It is given.</summary>
        public void End()
        {
            Last = clock.GetTimestamp();
            Interlocked.Decrement(ref _answers);
        }
    }
}
