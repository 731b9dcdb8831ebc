using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>How colours are laid over draw buffer 0.</summary>
internal sealed class Blending(GL gl, GlFeatures features)
{
    private bool _on;
    private (GLEnum Color, GLEnum Alpha) _equation;
    private (GLEnum FromColor, GLEnum ToColor, GLEnum FromAlpha, GLEnum ToAlpha) _function;

    /// <summary>Remembers it, and sets opaque writes or the usual «over».</summary>
    /// <param name="over">Whether alpha counts.</param>
    public void Begin(bool over)
    {
        _on = gl.IsEnabled(EnableCap.Blend, 0);
        _equation = (Read(GLEnum.BlendEquationRgb), Read(GLEnum.BlendEquationAlpha));
        _function = (Read(GLEnum.BlendSrcRgb), Read(GLEnum.BlendDstRgb), Read(GLEnum.BlendSrcAlpha), Read(GLEnum.BlendDstAlpha));
        Set(over);
        if (over)
        {
            Set((GLEnum.FuncAdd, GLEnum.FuncAdd), (GLEnum.SrcAlpha, GLEnum.OneMinusSrcAlpha, GLEnum.One, GLEnum.OneMinusSrcAlpha));
        }
    }

    public void Restore()
    {
        Set(_on);
        Set(_equation, _function);
    }

    private GLEnum Read(GLEnum name) => (GLEnum)(features.DrawBuffersBlend ? gl.GetInteger(name, 0) : gl.GetInteger(name));

    private void Set(bool on)
    {
        if (on)
        {
            gl.Enable(EnableCap.Blend, 0);
        }
        else
        {
            gl.Disable(EnableCap.Blend, 0);
        }
    }

    private void Set((GLEnum Color, GLEnum Alpha) equation, (GLEnum FromColor, GLEnum ToColor, GLEnum FromAlpha, GLEnum ToAlpha) function)
    {
        // Without a number, OpenGL from 4.0 on would set all draw buffers.
        if (features.DrawBuffersBlend)
        {
            gl.BlendEquationSeparate(0, equation.Color, equation.Alpha);
            gl.BlendFuncSeparate(0, function.FromColor, function.ToColor, function.FromAlpha, function.ToAlpha);
        }
        else
        {
            gl.BlendEquationSeparate(equation.Color, equation.Alpha);
            gl.BlendFuncSeparate(function.FromColor, function.ToColor, function.FromAlpha, function.ToAlpha);
        }
    }
}
