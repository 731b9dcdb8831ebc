using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Shaders;

/// <summary>A linked vertex and fragment shader pair.</summary>
internal sealed class ShaderProgram : IDisposable
{
    private readonly GL _gl;
    private readonly GlName _program;

    /// <summary>Compiles and links two sources.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="stem">The file stem for messages, for example <c>present</c>.</param>
    /// <param name="vertex">GLSL of <c>shaders/stem.vert</c>.</param>
    /// <param name="fragment">GLSL of <c>shaders/stem.frag</c>.</param>
    /// <exception cref="GraphicsException">A stage does not compile, or they do not link; with the file and the driver's log.</exception>
    public ShaderProgram(GL gl, string stem, string vertex, string fragment)
    {
        _gl = gl;
        GlDeletionQueue.For(gl).Enter();
        uint first = 0, second = 0;
        try
        {
            first = Compile(ShaderType.VertexShader, ShaderSource.Path(stem, "vert"), vertex);
            second = Compile(ShaderType.FragmentShader, ShaderSource.Path(stem, "frag"), fragment);
            _program = Link(stem, first, second);
        }
        finally
        {
            gl.DeleteShader(first);
            gl.DeleteShader(second);
        }
    }

    /// <summary>Compiles the pair of embedded files with this stem.</summary>
    public static ShaderProgram Load(GL gl, string stem) => new(gl, stem, ShaderSource.Read(stem, "vert"), ShaderSource.Read(stem, "frag"));

    public void Use() => _gl.UseProgram(_program.Value);

    public int Uniform(string name) => _gl.GetUniformLocation(_program.Value, name);

    public void Dispose() => _program.Dispose();

    private uint Compile(ShaderType type, string file, string source)
    {
        var shader = _gl.CreateShader(type);
        if (shader == 0)
        {
            throw new GraphicsException($"OpenGL gave no name for {file}: no context is current on this thread. Call MakeCurrent first.");
        }

        _gl.ShaderSource(shader, source);
        _gl.CompileShader(shader);
        if (_gl.GetShader(shader, ShaderParameterName.CompileStatus) != 0)
        {
            return shader;
        }

        var log = _gl.GetShaderInfoLog(shader);
        _gl.DeleteShader(shader);
        throw new GraphicsException($"{file} does not compile on {_gl.GetStringS(StringName.Renderer)}: {log.Trim()}. The driver must offer OpenGL 3.3 core.");
    }

    private GlName Link(string stem, uint vertex, uint fragment)
    {
        var program = GlName.Create(_gl, GlObjectKind.Program);
        _gl.AttachShader(program.Value, vertex);
        _gl.AttachShader(program.Value, fragment);
        _gl.LinkProgram(program.Value);
        _gl.DetachShader(program.Value, vertex);
        _gl.DetachShader(program.Value, fragment);
        if (_gl.GetProgram(program.Value, ProgramPropertyARB.LinkStatus) != 0)
        {
            return program;
        }

        var log = _gl.GetProgramInfoLog(program.Value);
        program.Dispose();
        throw new GraphicsException($"{ShaderSource.Path(stem, "vert")} and .frag do not link on {_gl.GetStringS(StringName.Renderer)}: {log.Trim()}. The outputs of the first must be the inputs of the second.");
    }
}

/// <summary>The GLSL files of the repository's <c>shaders</c> folder, embedded at build time.</summary>
internal static class ShaderSource
{
    public static string Path(string stem, string stage) => $"shaders/{stem}.{stage}";

    /// <exception cref="GraphicsException">No such file was embedded.</exception>
    public static string Read(string stem, string stage)
    {
        var path = Path(stem, stage);
        using var stream = typeof(ShaderSource).Assembly.GetManifestResourceStream(path)
            ?? throw new GraphicsException($"'{path}' is not embedded in {typeof(ShaderSource).Assembly.GetName().Name}. Add the file to the shaders folder and build again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
