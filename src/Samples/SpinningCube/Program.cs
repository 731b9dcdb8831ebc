// A session's picture on a turning cube, in a window and context of this program's own. Space pauses the picture, N takes a new seed, Esc ends.
using FaeRealtime.Core.Folders;
using FaeRealtime;
using FaeRealtime.Graphics.Contexts;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using SpinningCube;

var model = ModelFolder.Open(args.Length > 0 ? args[0] : "content/default");
using var window = Window.Create(WindowOptions.Default with { Size = new Vector2D<int>(640, 640) });
GL gl = null!;
IGlContext shared = null!;
LatentSession session = null!;
var (program, aspect, seconds) = (0u, 1.0f, 0.0f);

window.Load += () =>
{
    gl = window.CreateOpenGL();
    program = Link(Shaders.Vertex, Shaders.Fragment);
    gl.BindVertexArray(gl.GenVertexArray());

    // On a GPU the pictures are made in OpenGL and never leave it; the processor makes them where there is none.
    shared = GlContexts.ShareCurrent();
    session = LatentSession.Create(new SessionOptions
    {
        Engine = Renderers.IsSoftware(shared.Renderer) ? new CpuEngineOptions(model) : new GlEngineOptions(model) { Context = shared },   // opens in the background
    });
    session.Attach(gl);
    foreach (var keyboard in window.CreateInput().Keyboards)
    {
        keyboard.KeyDown += (_, key, _) => Press(key);
    }
};
window.Render += passed =>
{
    session.Update();
    window.Title = session.Failure?.Message ?? "FAE on a cube";
    var size = window.FramebufferSize;
    (aspect, seconds) = ((float)size.X / Math.Max(size.Y, 1), seconds + (float)passed);
    gl.Viewport(size);
    gl.ClearColor(0.05f, 0.06f, 0.09f, 1.0f);
    gl.Clear(ClearBufferMask.ColorBufferBit);
    gl.UseProgram(program);
    gl.Uniform2(gl.GetUniformLocation(program, "view"), seconds, aspect);
    gl.ActiveTexture(TextureUnit.Texture0);
    gl.BindTexture(TextureTarget.Texture2D, session.ColorTexture);
    gl.DrawArrays(PrimitiveType.Triangles, 0, 36);
};
window.Closing += () =>
{
    session.Dispose();
    shared.Dispose();
};
window.Run();

void Press(Key key)
{
    if (key is Key.Space or Key.N && session.State == SessionState.Running)
    {
        session.Control.Act(key == Key.N ? SessionAction.NewSeed : SessionAction.Pause);
    }
    else if (key == Key.Escape)
    {
        window.Close();
    }
}

uint Link(params string[] sources)
{
    var linked = gl.CreateProgram();
    foreach (var (source, type) in sources.Zip([ShaderType.VertexShader, ShaderType.FragmentShader]))
    {
        var shader = gl.CreateShader(type);
        gl.ShaderSource(shader, source);
        gl.CompileShader(shader);
        gl.AttachShader(linked, shader);
    }

    gl.LinkProgram(linked);
    return linked;
}
