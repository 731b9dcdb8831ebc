using Silk.NET.OpenGL;

namespace FaeRealtime.Engines.Gl.Compute;

/// <summary>How long slices take on the device: timer queries around each, read when the device has come so far, give the time of a piece from what it costs.</summary>
internal sealed class SliceMeter
{
    // Slices that the device may be behind.
    private const int Slices = 8;

    // Of an old estimate, when a new one comes.
    private const double Kept = 0.75;

    private readonly uint[] _queries = new uint[2 * Slices];
    private readonly long[] _costs = new long[Slices];
    private int _first;
    private int _count;
    private bool _measures;
    private bool _counts;
    private long _cost;
    private double? _nanoseconds;

    /// <summary>What the pieces of this slice will take; all of a budget where nothing was measured yet, so that the first slices are one kernel each, or where the device tells no time.</summary>
    public TimeSpan Expected => _nanoseconds is { } each ? TimeSpan.FromTicks((long)(each * _cost / 100)) : _cost > 0 ? TimeSpan.MaxValue : TimeSpan.Zero;

    /// <summary>Begins a slice.</summary>
    public void Begin(GL gl)
    {
        if (_queries[0] == 0)
        {
            gl.GenQueries(_queries);
            gl.GetQuery(GLEnum.Timestamp, GLEnum.QueryCounterBits, out int bits);
            _counts = bits > 0;
        }

        Collect(gl);
        (_cost, _measures) = (0, _counts && _count < Slices);
        if (_measures)
        {
            // A moment, not a span: of spans an application may have one open.
            gl.QueryCounter(_queries[2 * At(_count)], QueryCounterTarget.Timestamp);
        }
    }

    /// <summary>Adds a piece.</summary>
    /// <param name="cost">As of <see cref="Graphics.Contexts.GlPiece.Cost"/>.</param>
    public void Add(long cost) => _cost += cost;

    /// <summary>Ends a slice.</summary>
    public void End(GL gl)
    {
        if (_measures)
        {
            gl.QueryCounter(_queries[(2 * At(_count)) + 1], QueryCounterTarget.Timestamp);
            _costs[At(_count)] = _cost;
            _count++;
        }
    }

    /// <summary>Deletes the queries.</summary>
    public void Delete(GL gl)
    {
        if (_queries[0] != 0)
        {
            gl.DeleteQueries(_queries);
        }

        Forget();
    }

    /// <summary>Forgets what went with a context.</summary>
    public void Forget()
    {
        Array.Clear(_queries);
        (_first, _count, _nanoseconds) = (0, 0, null);
    }

    private int At(int index) => (_first + index) % Slices;

    private void Collect(GL gl)
    {
        while (_count > 0)
        {
            gl.GetQueryObject(_queries[(2 * _first) + 1], QueryObjectParameterName.ResultAvailable, out int available);
            if (available == 0)
            {
                return;
            }

            gl.GetQueryObject(_queries[2 * _first], QueryObjectParameterName.Result, out long began);
            gl.GetQueryObject(_queries[(2 * _first) + 1], QueryObjectParameterName.Result, out long ended);
            if (_costs[_first] > 0)
            {
                var each = Math.Max(0, ended - began) / (double)_costs[_first];
                _nanoseconds = _nanoseconds is { } before ? (Kept * before) + ((1 - Kept) * each) : each;
            }

            _first = At(1);
            _count--;
        }
    }
}
