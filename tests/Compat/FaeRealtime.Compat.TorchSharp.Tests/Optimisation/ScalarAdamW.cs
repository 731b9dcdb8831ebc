namespace FaeRealtime.Compat.TorchSharp.Tests.Optimisation;

/// <summary>AdamW one number at a time, from the paper (arXiv:1711.05101, algorithm 2).</summary>
internal sealed class ScalarAdamW(double[] values, double beta1, double beta2, double epsilon, double decay, bool amsgrad = false, bool maximize = false)
{
    private readonly double[] _first = new double[values.Length];
    private readonly double[] _second = new double[values.Length];
    private readonly double[] _greatest = new double[values.Length];
    private int _step;

    internal double[] Values { get; } = [.. values];

    internal void Step(double rate, ReadOnlySpan<double> gradient)
    {
        _step++;
        for (int i = 0; i < Values.Length; i++)
        {
            double g = maximize ? -gradient[i] : gradient[i];
            _first[i] = (beta1 * _first[i]) + ((1 - beta1) * g);
            _second[i] = (beta2 * _second[i]) + ((1 - beta2) * g * g);
            _greatest[i] = Math.Max(_greatest[i], _second[i]);
            double first = _first[i] / (1 - Math.Pow(beta1, _step));
            double second = (amsgrad ? _greatest[i] : _second[i]) / (1 - Math.Pow(beta2, _step));
            Values[i] -= rate * ((first / (Math.Sqrt(second) + epsilon)) + (decay * Values[i]));
        }
    }
}
