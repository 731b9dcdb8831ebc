using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>What our draws bind: program, vertex array, array buffer, and of texture unit 0 a 2-D texture and a sampler.</summary>
internal sealed class Bindings(GL gl, GlFeatures features)
{
    private uint _program;
    private uint _vertices;
    private uint _buffer;
    private uint _texture;
    private uint _sampler;
    private int _unit;
    private bool _paused;

    /// <summary>Remembers them and makes texture unit 0 active, with no sampler; transform feedback that runs is paused, because it records draws and forbids another program.</summary>
    public void Begin()
    {
        _paused = features.PausesFeedback && gl.GetBoolean(GLEnum.TransformFeedbackActive) && !gl.GetBoolean(GLEnum.TransformFeedbackPaused);
        if (_paused)
        {
            gl.PauseTransformFeedback();
        }

        (_program, _vertices, _buffer) = (Read(GLEnum.CurrentProgram), Read(GLEnum.VertexArrayBinding), Read(GLEnum.ArrayBufferBinding));
        _unit = gl.GetInteger(GLEnum.ActiveTexture);
        gl.ActiveTexture(TextureUnit.Texture0);
        (_texture, _sampler) = (Read(GLEnum.TextureBinding2D), Read(GLEnum.SamplerBinding));
        gl.BindSampler(0, 0);
    }

    public void Restore()
    {
        gl.BindSampler(0, _sampler);
        gl.BindTexture(TextureTarget.Texture2D, _texture);
        gl.ActiveTexture((TextureUnit)_unit);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        gl.BindVertexArray(_vertices);
        gl.UseProgram(_program);
        if (_paused)
        {
            gl.ResumeTransformFeedback();
        }
    }

    private uint Read(GLEnum name) => (uint)gl.GetInteger(name);
}
