using System.Net;
using System.Net.Sockets;
using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Remote.Dmx;

/// <summary>The live picture as light: the mean colours of a grid of cells, red, green and blue a cell, row by row from the first channel on.</summary>
internal sealed class DmxOutput : IFrameWatcher, IDisposable
{
    private const int MostCells = DmxPacket.MostChannels / 3;

    // Receivers refresh at 44 Hz at most, and take a source that is silent for 2.5 s as gone.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMilliseconds(800);

    private readonly DmxPlace _place;
    private readonly DmxCells _cells;
    private readonly Socket _socket;
    private readonly IPEndPoint _to;
    private readonly Guid _source = Guid.NewGuid();
    private readonly TimeProvider _clock;
    private readonly Thread _thread;
    private readonly AutoResetEvent _came = new(false);
    private readonly Lock _lock = new();
    private readonly byte[] _channels;
    private long _shown = -1;
    private long _takenAt;
    private volatile bool _disposed;

    private DmxOutput(DmxPlace place, DmxCells cells, Socket socket, IPEndPoint to, TimeProvider clock)
    {
        (_place, _cells, _socket, _to, _clock) = (place, cells, socket, to, clock);
        _channels = new byte[cells.Columns * cells.Rows * 3];
        _thread = new Thread(Send) { IsBackground = true, Name = "dmx output" };
    }

    /// <summary>Starts to send.</summary>
    /// <param name="place">To whom.</param>
    /// <param name="cells">How the picture is divided.</param>
    /// <param name="clock">For the rate.</param>
    /// <exception cref="ConfigException">There are too many cells.</exception>
    public static DmxOutput Start(DmxPlace place, DmxCells cells, TimeProvider clock)
    {
        if (cells.Columns < 1 || cells.Rows < 1 || (long)cells.Columns * cells.Rows > MostCells)
        {
            throw new ConfigException($"{cells.Columns} x {cells.Rows} cells do not fit into the {DmxPacket.MostChannels} channels of a universe; give 1 to {MostCells} in all.");
        }

        var host = place.Host ?? (place.Protocol == DmxProtocol.Sacn ? DmxPacket.Group(place.Universe) : IPAddress.Loopback);
        var output = new DmxOutput(place, cells, new Socket(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true }, new IPEndPoint(host, DmxPacket.Port(place.Protocol)), clock);
        output._thread.Start();
        return output;
    }

    /// <inheritdoc/>
    public bool Wants(long index) => index != _shown && _clock.GetElapsedTime(_takenAt) >= Period;

    /// <inheritdoc/>
    public void Offer(ReadOnlySpan<byte> rgba, int width, int height, long index)
    {
        (_shown, _takenAt) = (index, _clock.GetTimestamp());
        lock (_lock)
        {
            Fill(rgba, width, height, _cells, _channels);
        }

        _came.Set();
    }

    /// <summary>Ends it; the lights stay as they are until the receiver misses it.</summary>
    public void Dispose()
    {
        _disposed = true;
        _came.Set();
        _thread.Join();
        _socket.Dispose();
        _came.Dispose();
    }

    /// <summary>The mean colour of each cell.</summary>
    /// <param name="rgba"><c>[height, width, 4]</c>.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="cells">How it is divided.</param>
    /// <param name="channels">Receives <c>[rows, columns, 3]</c>.</param>
    public static void Fill(ReadOnlySpan<byte> rgba, int width, int height, DmxCells cells, Span<byte> channels)
    {
        for (var i = 0; i < cells.Columns * cells.Rows; i++)
        {
            var (column, row) = (i % cells.Columns, i / cells.Columns);
            var (left, right) = (column * width / cells.Columns, Math.Max((column * width / cells.Columns) + 1, (column + 1) * width / cells.Columns));
            var (top, bottom) = (row * height / cells.Rows, Math.Max((row * height / cells.Rows) + 1, (row + 1) * height / cells.Rows));
            long red = 0, green = 0, blue = 0;
            for (var y = top; y < bottom; y++)
            {
                for (var x = left; x < right; x++)
                {
                    var pixel = rgba.Slice(((y * width) + x) * 4, 3);
                    (red, green, blue) = (red + pixel[0], green + pixel[1], blue + pixel[2]);
                }
            }

            var count = (right - left) * (bottom - top);
            (channels[i * 3], channels[(i * 3) + 1], channels[(i * 3) + 2]) = ((byte)(red / count), (byte)(green / count), (byte)(blue / count));
        }
    }

    private void Send()
    {
        var packet = new byte[DmxPacket.Largest];
        byte sequence = 0;
        for (_came.WaitOne(); !_disposed; _came.WaitOne(LongestSilence))
        {
            // 0 says that there is no sequence.
            sequence = sequence == byte.MaxValue ? (byte)1 : (byte)(sequence + 1);
            int length;
            lock (_lock)
            {
                length = DmxPacket.Write(_place.Protocol, packet, _place.Universe, sequence, _source, _channels);
            }

            try
            {
                _socket.SendTo(packet.AsSpan(0, length), _to);
            }
            catch (SocketException)
            {
                // Nobody is there, or no network: the next picture may reach somebody.
            }
        }
    }
}
