using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>All state of a context that our compute shaders and their memory bind: put back afterwards, because the context is an application's.</summary>
/// <remarks>Made once a context, so that a slice allocates nothing. A conditional rendering that was begun cannot be seen; it would leave kernels out.</remarks>
/// <param name="gl">Entry points of the context. Borrowed.</param>
public sealed class ComputeState(GL gl)
{
    // The highest bindings of shaders/compute.
    private const int StorageBuffers = 6;
    private const int UniformBuffers = 2;

    private static readonly (BufferTargetARB Target, GLEnum Name)[] Buffers =
    [
        (BufferTargetARB.UniformBuffer, GLEnum.UniformBufferBinding), (BufferTargetARB.ShaderStorageBuffer, GLEnum.ShaderStorageBufferBinding),
        (BufferTargetARB.CopyReadBuffer, GLEnum.CopyReadBufferBinding), (BufferTargetARB.CopyWriteBuffer, GLEnum.CopyWriteBufferBinding),
    ];

    private readonly uint[] _bound = new uint[Buffers.Length];
    private readonly Range[] _storage = new Range[StorageBuffers];
    private readonly Range[] _uniforms = new Range[UniformBuffers];
    private bool _paused;
    private uint _program;
    private uint _texture;
    private Image _image;

    /// <summary>Remembers the state; transform feedback that runs is paused, because it forbids another program.</summary>
    /// <returns>Dispose it to put the state back.</returns>
    public Scope Begin()
    {
        _paused = gl.GetBoolean(GLEnum.TransformFeedbackActive) && !gl.GetBoolean(GLEnum.TransformFeedbackPaused);
        if (_paused)
        {
            gl.PauseTransformFeedback();
        }

        (_program, _texture) = (Read(GLEnum.CurrentProgram), Read(GLEnum.TextureBinding2D));
        for (var i = 0; i < Buffers.Length; i++)
        {
            _bound[i] = Read(Buffers[i].Name);
        }

        Read(_storage, GLEnum.ShaderStorageBufferBinding, GLEnum.ShaderStorageBufferStart, GLEnum.ShaderStorageBufferSize);
        Read(_uniforms, GLEnum.UniformBufferBinding, GLEnum.UniformBufferStart, GLEnum.UniformBufferSize);
        _image = new Image(
            (uint)gl.GetInteger(GLEnum.ImageBindingName, 0), gl.GetInteger(GLEnum.ImageBindingLevel, 0), gl.GetInteger(GLEnum.ImageBindingLayered, 0) != 0,
            gl.GetInteger(GLEnum.ImageBindingLayer, 0), gl.GetInteger(GLEnum.ImageBindingAccess, 0), gl.GetInteger(GLEnum.ImageBindingFormat, 0));
        return new Scope(this, PixelStorage.Pack(gl, 4));
    }

    private void Restore()
    {
        gl.BindImageTexture(0, _image.Name, _image.Level, _image.IsLayered, _image.Layer, (BufferAccessARB)_image.Access, (InternalFormat)_image.Format);

        // Each binds the general point as well, which therefore comes last.
        Bind(_storage, BufferTargetARB.ShaderStorageBuffer);
        Bind(_uniforms, BufferTargetARB.UniformBuffer);
        for (var i = 0; i < Buffers.Length; i++)
        {
            gl.BindBuffer(Buffers[i].Target, _bound[i]);
        }

        gl.BindTexture(TextureTarget.Texture2D, _texture);
        gl.UseProgram(_program);
        if (_paused)
        {
            gl.ResumeTransformFeedback();
        }
    }

    private uint Read(GLEnum name) => (uint)gl.GetInteger(name);

    private void Read(Range[] ranges, GLEnum name, GLEnum start, GLEnum size)
    {
        for (var i = 0u; i < ranges.Length; i++)
        {
            gl.GetInteger64(start, i, out long first);
            gl.GetInteger64(size, i, out long length);
            ranges[i] = new Range((uint)gl.GetInteger(name, i), first, length);
        }
    }

    private void Bind(Range[] ranges, BufferTargetARB target)
    {
        for (var i = 0u; i < ranges.Length; i++)
        {
            var (name, first, length) = ranges[i];
            if (name == 0 || length == 0)
            {
                gl.BindBufferBase(target, i, name);
            }
            else
            {
                gl.BindBufferRange(target, i, name, (nint)first, (nuint)length);
            }
        }
    }

    /// <summary>While ours is bound.</summary>
    public readonly ref struct Scope
    {
        private readonly ComputeState _state;
        private readonly PixelStorage _storage;

        internal Scope(ComputeState state, PixelStorage storage)
        {
            _state = state;
            _storage = storage;
        }

        /// <summary>Puts the application's state back.</summary>
        public void Dispose()
        {
            _storage.Dispose();
            _state.Restore();
        }
    }

    private readonly record struct Range(uint Name, long First, long Length);

    private readonly record struct Image(uint Name, int Level, bool IsLayered, int Layer, int Access, int Format);
}
