using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>The switches that change what a draw or a clear writes: all off while we draw, then as they were.</summary>
internal sealed class Switches
{
    private const EnableCap AlphaTest = (EnableCap)0x0BC0;

    private readonly GL _gl;
    private readonly EnableCap[] _all;
    private readonly bool[] _on;

    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="features">Which switches there are.</param>
    public Switches(GL gl, GlFeatures features)
    {
        _gl = gl;
        List<EnableCap> all =
        [
            EnableCap.DepthTest, EnableCap.StencilTest, EnableCap.CullFace, EnableCap.ColorLogicOp, EnableCap.RasterizerDiscard,
            EnableCap.SampleAlphaToCoverage, EnableCap.SampleAlphaToOne, EnableCap.SampleCoverage, EnableCap.SampleMask,
            EnableCap.FramebufferSrgb, EnableCap.PrimitiveRestart, EnableCap.PolygonSmooth, EnableCap.Dither,
        ];
        if (features.FixedRestart)
        {
            all.Add(EnableCap.PrimitiveRestartFixedIndex);
        }

        if (features.SampleShading)
        {
            all.Add(EnableCap.SampleShading);
        }

        if (features.FixedFunctions)
        {
            all.Add(AlphaTest);
        }

        // Our shaders write no clip distance, so an enabled one cuts at an undefined place.
        _all = [.. all, .. Enumerable.Range(0, (int)features.ClipDistances).Select(i => EnableCap.ClipDistance0 + i)];
        _on = new bool[_all.Length];
    }

    public void TurnOff()
    {
        for (var i = 0; i < _all.Length; i++)
        {
            _on[i] = _gl.IsEnabled(_all[i]);
            if (_on[i])
            {
                _gl.Disable(_all[i]);
            }
        }
    }

    public void Restore()
    {
        for (var i = 0; i < _all.Length; i++)
        {
            if (_on[i])
            {
                _gl.Enable(_all[i]);
            }
        }
    }
}
