using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Shaders;

/// <summary>A linked vertex and fragment shader pair.</summary>
internal sealed class ShaderProgram : IDisposable
{
    private readonly GL _gl;
    private readonly GlName _program;

    private ShaderProgram(GL gl, GlName program) => (_gl, _program) = (gl, program);

    /// <summary>Compiles and links two sources.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="stem">The file stem for messages, for example <c>present</c>.</param>
    /// <param name="vertex">GLSL of <c>shaders/stem.vert</c>.</param>
    /// <param name="fragment">GLSL of <c>shaders/stem.frag</c>.</param>
    /// <exception cref="GraphicsException">A stage does not compile, or they do not link; with the file and the driver's log.</exception>
    public static ShaderProgram Compile(GL gl, string stem, string vertex, string fragment)
    {
        GlDeletionQueue.For(gl).Enter();
        uint first = 0, second = 0;
        try
        {
            first = Compile(gl, ShaderType.VertexShader, ShaderSource.Path(stem, "vert"), vertex);
            second = Compile(gl, ShaderType.FragmentShader, ShaderSource.Path(stem, "frag"), fragment);
            return new ShaderProgram(gl, Link(gl, stem, first, second));
        }
        finally
        {
            gl.DeleteShader(first);
            gl.DeleteShader(second);
        }
    }

    /// <summary>Compiles the pair of embedded files with this stem.</summary>
    public static ShaderProgram Load(GL gl, string stem) => Compile(gl, stem, ShaderSource.Read(stem, "vert"), ShaderSource.Read(stem, "frag"));

    public void Use() => _gl.UseProgram(_program.Value);

    public int Uniform(string name) => _gl.GetUniformLocation(_program.Value, name);

    public void Dispose() => _program.Dispose();

    private static uint Compile(GL gl, ShaderType type, string file, string source)
    {
        var shader = gl.CreateShader(type);
        if (shader == 0)
        {
            throw new GraphicsException($"OpenGL gave no name for {file}: no context is current on this thread. Call MakeCurrent first.");
        }

        gl.ShaderSource(shader, source);
        gl.CompileShader(shader);
        if (gl.GetShader(shader, ShaderParameterName.CompileStatus) != 0)
        {
            return shader;
        }

        var log = gl.GetShaderInfoLog(shader);
        gl.DeleteShader(shader);
        throw new GraphicsException($"{file} does not compile on {gl.GetStringS(StringName.Renderer)}: {log.Trim()}. The driver must offer OpenGL 3.3 core.");
    }

    private static GlName Link(GL gl, string stem, uint vertex, uint fragment)
    {
        var program = GlName.Create(gl, GlObjectKind.Program);
        gl.AttachShader(program.Value, vertex);
        gl.AttachShader(program.Value, fragment);
        gl.LinkProgram(program.Value);
        gl.DetachShader(program.Value, vertex);
        gl.DetachShader(program.Value, fragment);
        if (gl.GetProgram(program.Value, ProgramPropertyARB.LinkStatus) != 0)
        {
            return program;
        }

        var log = gl.GetProgramInfoLog(program.Value);
        program.Dispose();
        throw new GraphicsException($"{ShaderSource.Path(stem, "vert")} and .frag do not link on {gl.GetStringS(StringName.Renderer)}: {log.Trim()}. The outputs of the first must be the inputs of the second.");
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
