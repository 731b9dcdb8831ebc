using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Modules;

/// <summary>The arithmetic of one AdamW step on raw float32 memory.</summary>
internal readonly unsafe struct AdamWKernel
{
    private readonly float* _parameter;
    private readonly float* _gradient;
    private readonly float* _first;
    private readonly float* _second;
    private readonly float _keepFirst;
    private readonly float _takeFirst;
    private readonly float _keepSecond;
    private readonly float _takeSecond;
    private readonly float _decay;
    private readonly float _rootScale;
    private readonly float _epsilon;
    private readonly float _stepSize;

    internal AdamWKernel(in AdamWUpdate update, float* parameter, float* gradient, float* first, float* second)
    {
        _parameter = parameter;
        _gradient = gradient;
        _first = first;
        _second = second;
        _keepFirst = (float)update.Beta1;
        _takeFirst = (float)((1 - update.Beta1) * update.Sign);
        _keepSecond = (float)update.Beta2;
        _takeSecond = (float)(1 - update.Beta2);
        _decay = (float)update.Decay;
        _rootScale = (float)(1 / update.SecondScale);
        _epsilon = (float)update.Epsilon;
        _stepSize = (float)update.StepSize;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(long start, long end)
    {
        // Copies in locals: fields of a struct behind a pointer would be read again for every vector.
        float* parameter = _parameter, gradient = _gradient, first = _first, second = _second;
        Vector<float> keepFirst = new(_keepFirst), takeFirst = new(_takeFirst), keepSecond = new(_keepSecond), takeSecond = new(_takeSecond);
        Vector<float> decay = new(_decay), rootScale = new(_rootScale), epsilon = new(_epsilon), stepSize = new(_stepSize);
        long i = start;
        for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = Vector.Load(gradient + i);
            Vector<float> m = (Vector.Load(first + i) * keepFirst) + (g * takeFirst);
            Vector<float> v = (Vector.Load(second + i) * keepSecond) + (g * g * takeSecond);
            Vector<float> p = Vector.Load(parameter + i) * decay;
            Vector.Store(m, first + i);
            Vector.Store(v, second + i);
            Vector.Store(p - (stepSize * m / ((Vector.SquareRoot(v) * rootScale) + epsilon)), parameter + i);
        }

        for (; i < end; i++)
        {
            float g = gradient[i];
            float m = first[i] = (first[i] * _keepFirst) + (g * _takeFirst);
            float v = second[i] = (second[i] * _keepSecond) + (g * g * _takeSecond);
            parameter[i] = (parameter[i] * _decay) - (_stepSize * m / ((MathF.Sqrt(v) * _rootScale) + _epsilon));
        }
    }
}
