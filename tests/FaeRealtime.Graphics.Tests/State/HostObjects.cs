using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.State;

/// <summary>GL objects of an application, to be left bound; its context deletes them.</summary>
internal sealed unsafe class HostObjects
{
    public const int BufferBytes = 4096;

    public HostObjects(GL gl)
    {
        Texture = gl.GenTexture();
        Image = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, Image);
        gl.TexStorage2D(TextureTarget.Texture2D, 1, SizedInternalFormat.R32f, 8, 8);
        gl.BindTexture(TextureTarget.Texture2D, 0);
        Buffer = gl.GenBuffer();
        gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, Buffer);
        gl.BufferData(BufferTargetARB.CopyWriteBuffer, BufferBytes, null, BufferUsageARB.StreamDraw);
        Records = gl.GenBuffer();
        gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, Records);
        gl.BufferData(BufferTargetARB.CopyWriteBuffer, BufferBytes, null, BufferUsageARB.StreamDraw);
        gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, 0);
        Sampler = gl.GenSampler();
        gl.SamplerParameter(Sampler, SamplerParameterI.MinFilter, (int)TextureMinFilter.LinearMipmapLinear);
        gl.SamplerParameter(Sampler, SamplerParameterI.WrapS, (int)TextureWrapMode.MirroredRepeat);
        VertexArray = gl.GenVertexArray();
        gl.BindVertexArray(VertexArray);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, Buffer);
        gl.EnableVertexAttribArray(0);
        gl.VertexAttribPointer(0, 4, VertexAttribPointerType.Float, false, 16, (void*)0);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, 0);
        gl.BindVertexArray(0);
        Framebuffer = gl.GenFramebuffer();
        Renderbuffer = gl.GenRenderbuffer();
        Pipeline = gl.GenProgramPipeline();
        Program = Link(gl);
    }

    public uint Texture { get; }

    public uint Image { get; }

    public uint Buffer { get; }

    public uint Records { get; }

    public uint Sampler { get; }

    public uint VertexArray { get; }

    public uint Framebuffer { get; }

    public uint Renderbuffer { get; }

    public uint Pipeline { get; }

    public uint Program { get; }

    private static uint Link(GL gl)
    {
        var program = gl.CreateProgram();
        (ShaderType, string)[] sources =
        [
            (ShaderType.VertexShader, "#version 330 core\nout float record; void main() { record = 1.0; gl_Position = vec4(0.0); }"),
            (ShaderType.FragmentShader, "#version 330 core\nout vec4 color; void main() { color = vec4(1.0, 0.0, 1.0, 1.0); }"),
        ];
        foreach (var (type, source) in sources)
        {
            var shader = gl.CreateShader(type);
            gl.ShaderSource(shader, source);
            gl.CompileShader(shader);
            gl.AttachShader(program, shader);
        }

        gl.TransformFeedbackVaryings(program, 1, ["record"], TransformFeedbackBufferMode.InterleavedAttribs);
        gl.LinkProgram(program);
        Assert.NotEqual(0, gl.GetProgram(program, ProgramPropertyARB.LinkStatus));
        return program;
    }
}
