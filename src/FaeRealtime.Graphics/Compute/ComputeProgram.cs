using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Shaders;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Compute;

/// <summary>A compute shader of the repository's <c>shaders/compute</c> folder, specialised by definitions.</summary>
public sealed class ComputeProgram : IDisposable
{
    private readonly GlName _program;

    private ComputeProgram(string name, GlName program) => (Name, _program) = (name, program);

    /// <summary>The kernel and its definitions, for messages and measurements.</summary>
    public string Name { get; }

    /// <summary>The GL name.</summary>
    internal uint Value => _program.Value;

    /// <summary>Compiles an embedded kernel; call it with a context of OpenGL 4.3 or later current.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="stem">Its file's name without ending, for example <c>product</c>.</param>
    /// <param name="definitions">Such as <c>VECTOR</c> or <c>KEYS 32u</c>.</param>
    /// <returns>The program; the caller disposes.</returns>
    /// <exception cref="GraphicsException">It does not compile; with the file and the driver's log.</exception>
    public static ComputeProgram Load(GL gl, string stem, params IReadOnlyList<string> definitions) =>
        Compile(gl, stem, ShaderSource.Read($"compute/{stem}", "comp"), definitions);

    /// <summary>Compiles a source.</summary>
    internal static ComputeProgram Compile(GL gl, string stem, string source, IReadOnlyList<string> definitions)
    {
        ArgumentNullException.ThrowIfNull(gl);
        var file = ShaderSource.Path($"compute/{stem}", "comp");
        var name = definitions.Count == 0 ? stem : $"{stem} {string.Join(' ', definitions)}";
        GlDeletionQueue.For(gl).Enter();
        var shader = gl.CreateShader(ShaderType.ComputeShader);
        if (shader == 0)
        {
            throw new GraphicsException($"OpenGL gave no name for {file}: no context with compute shaders (OpenGL 4.3) is current on this thread.");
        }

        try
        {
            gl.ShaderSource(shader, Specialise(source, definitions));
            gl.CompileShader(shader);
            return gl.GetShader(shader, ShaderParameterName.CompileStatus) != 0
                ? new ComputeProgram(name, Link(gl, file, shader))
                : throw Failure(gl, file, name, "does not compile", gl.GetShaderInfoLog(shader));
        }
        finally
        {
            gl.DeleteShader(shader);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();

    // After the version, which must come first; lines keep their numbers.
    private static string Specialise(string source, IReadOnlyList<string> definitions)
    {
        var end = source.IndexOf('\n', StringComparison.Ordinal) + 1;
        return $"{source[..end]}{string.Concat(definitions.Select(definition => $"#define {definition}\n"))}#line 2\n{source[end..]}";
    }

    private static GlName Link(GL gl, string file, uint shader)
    {
        var program = GlName.Create(gl, GlObjectKind.Program);
        gl.AttachShader(program.Value, shader);
        gl.LinkProgram(program.Value);
        gl.DetachShader(program.Value, shader);
        if (gl.GetProgram(program.Value, ProgramPropertyARB.LinkStatus) != 0)
        {
            return program;
        }

        var log = gl.GetProgramInfoLog(program.Value);
        program.Dispose();
        throw Failure(gl, file, file, "does not link", log);
    }

    private static GraphicsException Failure(GL gl, string file, string name, string what, string log) =>
        new($"{file} ({name}) {what} on {gl.GetStringS(StringName.Renderer)}: {log.Trim()}. The driver must offer OpenGL 4.3 with compute shaders.");
}
