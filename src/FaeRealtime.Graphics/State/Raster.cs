using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>Where triangles land and how they are filled: viewport 0, scissors, polygon mode, the clip volume's origin.</summary>
internal sealed unsafe class Raster(GL gl, GlFeatures features)
{
    private readonly float[] _viewport = new float[4];
    private uint _scissors;
    private (GLEnum Front, GLEnum Back) _fill;
    private (GLEnum Origin, GLEnum Depth) _clip;

    /// <summary>Remembers it, and sets filled triangles, no scissor, and clip coordinates whose y points up. The viewport stays.</summary>
    public void Begin()
    {
        fixed (float* viewport = _viewport)
        {
            if (features.ViewportArray)
            {
                gl.GetFloat(GLEnum.Viewport, 0, viewport);
            }
            else
            {
                gl.GetFloat(GLEnum.Viewport, viewport);
            }
        }

        TurnScissorsOff();

        // Some drivers write a value for each face, others one.
        var fill = stackalloc int[4];
        (fill[0], fill[1]) = (0, 0);
        gl.GetInteger(GLEnum.PolygonMode, fill);
        _fill = ((GLEnum)fill[0], (GLEnum)(fill[1] == 0 ? fill[0] : fill[1]));
        gl.PolygonMode(GLEnum.FrontAndBack, GLEnum.Fill);
        if (features.ClipControl)
        {
            _clip = ((GLEnum)gl.GetInteger(GLEnum.ClipOrigin), (GLEnum)gl.GetInteger(GLEnum.ClipDepthMode));
            gl.ClipControl(GLEnum.LowerLeft, GLEnum.NegativeOneToOne);
        }
    }

    /// <summary>Sets the viewport that our draws use.</summary>
    public void Viewport(int x, int y, int width, int height) => Viewport((float)x, y, width, height);

    public void Restore()
    {
        Viewport(_viewport[0], _viewport[1], _viewport[2], _viewport[3]);
        RestoreScissors();
        if (_fill.Front == _fill.Back)
        {
            gl.PolygonMode(GLEnum.FrontAndBack, _fill.Front);
        }
        else
        {
            gl.PolygonMode(GLEnum.Front, _fill.Front);
            gl.PolygonMode(GLEnum.Back, _fill.Back);
        }

        if (features.ClipControl)
        {
            gl.ClipControl(_clip.Origin, _clip.Depth);
        }
    }

    private void Viewport(float x, float y, float width, float height)
    {
        // glViewport would set all sixteen.
        if (features.ViewportArray)
        {
            gl.ViewportIndexed(0, x, y, width, height);
        }
        else
        {
            gl.Viewport((int)x, (int)y, (uint)width, (uint)height);
        }
    }

    // All of them: while one of another viewport is on, Mesa's llvmpipe cuts at viewport 0, too, though its own is off.
    private void TurnScissorsOff()
    {
        _scissors = 0;
        if (!features.ViewportArray)
        {
            _scissors = gl.IsEnabled(EnableCap.ScissorTest) ? 1u : 0u;
        }
        else
        {
            for (var i = 0; i < features.Viewports; i++)
            {
                _scissors |= gl.IsEnabled(EnableCap.ScissorTest, (uint)i) ? 1u << i : 0u;
            }
        }

        if (_scissors != 0)
        {
            gl.Disable(EnableCap.ScissorTest);
        }
    }

    private void RestoreScissors()
    {
        if (!features.ViewportArray && _scissors != 0)
        {
            gl.Enable(EnableCap.ScissorTest);
            return;
        }

        for (var i = 0; _scissors >> i != 0 && i < features.Viewports; i++)
        {
            if ((_scissors & (1u << i)) != 0)
            {
                gl.Enable(EnableCap.ScissorTest, (uint)i);
            }
        }
    }
}
