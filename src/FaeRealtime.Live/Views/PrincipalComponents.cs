using FaeRealtime.Core.Noise;

namespace FaeRealtime.Live.Views;

/// <summary>The three leading principal components of some rows, by subspace iteration that goes on from the frame before: directions neither flip nor swap from frame to frame, as those of a fresh decomposition would.</summary>
/// <param name="rows">Rows T.</param>
/// <param name="width">Values of a row D.</param>
internal sealed class PrincipalComponents(int rows, int width)
{
    /// <summary>How many components there are.</summary>
    public const int Count = 3;

    // The start is drawn: from there it takes longer than from the last frame's.
    private const ulong StartStream = 0x5A3B_0011;
    private const int FirstRounds = 24;
    private const int Rounds = 3;

    private readonly float[] _centred = new float[rows * width];
    private readonly double[] _axes = new double[Count * width];
    private readonly double[] _next = new double[Count * width];
    private readonly double[] _scores = new double[rows * Count];
    private bool _started;

    /// <summary>A row's coordinate along a component, in the component's standard deviations.</summary>
    public double this[int row, int component] => _scores[(row * Count) + component];

    /// <summary>Finds the components.</summary>
    /// <param name="values"><c>[T, D]</c>.</param>
    public void Fit(ReadOnlySpan<float> values)
    {
        Centre(values);
        var rounds = _started ? Rounds : FirstRounds;
        if (!_started)
        {
            Start();
        }

        for (var round = 0; round < rounds; round++)
        {
            Project();
            Turn();
        }

        Project();
        Scale();
    }

    private void Start()
    {
        var drawn = new float[_axes.Length];
        PhiloxNoise.FillNormal(0, StartStream, 0, drawn);
        for (var i = 0; i < drawn.Length; i++)
        {
            _next[i] = drawn[i];
        }

        Orthonormalise();
        _started = true;
    }

    private void Centre(ReadOnlySpan<float> values)
    {
        for (var column = 0; column < width; column++)
        {
            var mean = 0.0;
            for (var i = column; i < values.Length; i += width)
            {
                mean += values[i];
            }

            mean /= rows;
            for (var i = column; i < values.Length; i += width)
            {
                _centred[i] = (float)(values[i] - mean);
            }
        }
    }

    // Scores S = X·Aᵀ, [T, 3].
    private void Project()
    {
        for (var row = 0; row < rows; row++)
        {
            var values = _centred.AsSpan(row * width, width);
            for (var component = 0; component < Count; component++)
            {
                var axis = _axes.AsSpan(component * width, width);
                var sum = 0.0;
                for (var i = 0; i < values.Length; i++)
                {
                    sum += values[i] * axis[i];
                }

                _scores[(row * Count) + component] = sum;
            }
        }
    }

    // Axes A ← orthonormal(Sᵀ·X), [3, D]: one application of the covariance, which turns them towards the leading ones.
    private void Turn()
    {
        _next.AsSpan().Clear();
        for (var row = 0; row < rows; row++)
        {
            var values = _centred.AsSpan(row * width, width);
            for (var component = 0; component < Count; component++)
            {
                var next = _next.AsSpan(component * width, width);
                var score = _scores[(row * Count) + component];
                for (var i = 0; i < values.Length; i++)
                {
                    next[i] += score * values[i];
                }
            }
        }

        Orthonormalise();
    }

    // Gram-Schmidt, in the order of the components. A direction that the rows do not have keeps its last axis.
    private void Orthonormalise()
    {
        for (var component = 0; component < Count; component++)
        {
            var axis = _next.AsSpan(component * width, width);
            var before = Math.Sqrt(Dot(axis, axis));
            for (var other = 0; other < component; other++)
            {
                var done = _axes.AsSpan(other * width, width);
                var share = Dot(axis, done);
                for (var i = 0; i < axis.Length; i++)
                {
                    axis[i] -= share * done[i];
                }
            }

            var length = Math.Sqrt(Dot(axis, axis));
            if (length > 1e-9 * before)
            {
                for (var i = 0; i < axis.Length; i++)
                {
                    _axes[(component * width) + i] = axis[i] / length;
                }
            }
        }
    }

    private void Scale()
    {
        for (var component = 0; component < Count; component++)
        {
            var squares = 0.0;
            for (var i = component; i < _scores.Length; i += Count)
            {
                squares += _scores[i] * _scores[i];
            }

            var deviation = Math.Sqrt(squares / rows);
            for (var i = component; i < _scores.Length && deviation > 0; i += Count)
            {
                _scores[i] /= deviation;
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
