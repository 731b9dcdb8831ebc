using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.State;

/// <summary>What an application may leave behind in its context, OpenGL 3.3 to 4.5 core: each by a name, and how to set it.</summary>
internal static class HostileState
{
    // Not a multiple of it is a row of the test's picture, 33 pixels wide.
    private const int WideAlignment = 8;

    /// <summary>All of them, in an order in which all can be set after each other.</summary>
    public static IReadOnlyList<(string Name, Action<GL, HostObjects> Set)> All { get; } = [.. PixelStorage(), .. Fragments(), .. Geometry(), .. Objects(), .. Feedback()];

    private static IEnumerable<(string, Action<GL, HostObjects>)> PixelStorage()
    {
        (string, PixelStoreParameter, int)[] numbers =
        [
            ("pack alignment", PixelStoreParameter.PackAlignment, WideAlignment), ("pack row length", PixelStoreParameter.PackRowLength, 100),
            ("pack skip rows", PixelStoreParameter.PackSkipRows, 8), ("pack skip pixels", PixelStoreParameter.PackSkipPixels, 7),
            ("pack image height", PixelStoreParameter.PackImageHeight, 999), ("pack skip images", PixelStoreParameter.PackSkipImages, 2),
            ("pack swap bytes", PixelStoreParameter.PackSwapBytes, 1), ("pack lsb first", PixelStoreParameter.PackLsbFirst, 1),
            ("unpack alignment", PixelStoreParameter.UnpackAlignment, WideAlignment), ("unpack row length", PixelStoreParameter.UnpackRowLength, 3),
            ("unpack skip rows", PixelStoreParameter.UnpackSkipRows, 2), ("unpack skip pixels", PixelStoreParameter.UnpackSkipPixels, 7),
            ("unpack image height", PixelStoreParameter.UnpackImageHeight, 999), ("unpack skip images", PixelStoreParameter.UnpackSkipImages, 2),
            ("unpack swap bytes", PixelStoreParameter.UnpackSwapBytes, 1), ("unpack lsb first", PixelStoreParameter.UnpackLsbFirst, 1),
        ];
        foreach (var (name, parameter, value) in numbers)
        {
            yield return (name, (gl, _) => gl.PixelStore(parameter, value));
        }

        (string, GLEnum, int)[] compressed =
        [
            ("pack block width", GLEnum.PackCompressedBlockWidth, 4), ("pack block size", GLEnum.PackCompressedBlockSize, 8),
            ("unpack block width", GLEnum.UnpackCompressedBlockWidth, 4), ("unpack block size", GLEnum.UnpackCompressedBlockSize, 8),
        ];
        foreach (var (name, parameter, value) in compressed)
        {
            yield return (name, (gl, _) => gl.PixelStore(parameter, value));
        }

        yield return ("pack buffer", (gl, host) => gl.BindBuffer(BufferTargetARB.PixelPackBuffer, host.Buffer));
        yield return ("unpack buffer", (gl, host) => gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, host.Buffer));
        yield return ("read buffer", (gl, _) => gl.ReadBuffer(ReadBufferMode.None));
        yield return ("clamped reads", (gl, _) => gl.ClampColor(ClampColorTargetARB.ReadColor, ClampColorModeARB.False));
    }

    private static IEnumerable<(string, Action<GL, HostObjects>)> Fragments()
    {
        yield return ("colour mask", (gl, _) => gl.ColorMask(false, true, false, false));
        yield return ("colour mask 0", (gl, _) => gl.ColorMask(0, true, false, true, false));
        yield return ("blend", (gl, _) => gl.Enable(EnableCap.Blend));
        yield return ("blend function", (gl, _) => gl.BlendFunc(BlendingFactor.Zero, BlendingFactor.DstColor));
        yield return ("blend function 0", (gl, _) => gl.BlendFuncSeparate(0u, BlendingFactor.Zero, BlendingFactor.Zero, BlendingFactor.OneMinusDstAlpha, BlendingFactor.Zero));
        yield return ("blend equation", (gl, _) => gl.BlendEquationSeparate(BlendEquationModeEXT.FuncReverseSubtract, BlendEquationModeEXT.Min));
        yield return ("blend colour", (gl, _) => gl.BlendColor(0.1f, 0.2f, 0.3f, 0.4f));
        yield return ("logic op", (gl, _) => On(gl, EnableCap.ColorLogicOp, () => gl.LogicOp(LogicOp.Xor)));
        yield return ("depth", (gl, _) => On(gl, EnableCap.DepthTest, () => gl.DepthFunc(DepthFunction.Never)));
        yield return ("depth mask", (gl, _) => gl.DepthMask(false));
        yield return ("stencil", (gl, _) => On(gl, EnableCap.StencilTest, () => gl.StencilFunc(StencilFunction.Never, 1, 3)));
        yield return ("scissor", (gl, _) => On(gl, EnableCap.ScissorTest, () => gl.Scissor(3, 4, 1, 2)));
        yield return ("alpha to coverage", (gl, _) => gl.Enable(EnableCap.SampleAlphaToCoverage));
        yield return ("alpha to one", (gl, _) => gl.Enable(EnableCap.SampleAlphaToOne));
        yield return ("sample coverage", (gl, _) => On(gl, EnableCap.SampleCoverage, () => gl.SampleCoverage(0, false)));
        yield return ("sample mask", (gl, _) => On(gl, EnableCap.SampleMask, () => gl.SampleMask(0, 0)));
        yield return ("sample shading", (gl, _) => On(gl, EnableCap.SampleShading, () => gl.MinSampleShading(1)));
        yield return ("multisample", (gl, _) => gl.Disable(EnableCap.Multisample));
        yield return ("sRGB", (gl, _) => gl.Enable(EnableCap.FramebufferSrgb));
        yield return ("dither", (gl, _) => gl.Disable(EnableCap.Dither));
        yield return ("clear values", (gl, _) => gl.ClearColor(0.9f, 0.8f, 0.7f, 0.1f));
    }

    private static IEnumerable<(string, Action<GL, HostObjects>)> Geometry()
    {
        yield return ("lines", (gl, _) => gl.PolygonMode(TriangleFace.FrontAndBack, PolygonMode.Line));
        yield return ("points", (gl, _) => gl.PolygonMode(TriangleFace.FrontAndBack, PolygonMode.Point));
        yield return ("polygon offset", (gl, _) => On(gl, EnableCap.PolygonOffsetFill, () => gl.PolygonOffset(9, 9)));
        yield return ("polygon smooth", (gl, _) => gl.Enable(EnableCap.PolygonSmooth));
        yield return ("cull", (gl, _) => On(gl, EnableCap.CullFace, () => gl.CullFace(TriangleFace.FrontAndBack)));
        yield return ("front face", (gl, _) => gl.FrontFace(FrontFaceDirection.CW));
        yield return ("rasterizer discard", (gl, _) => gl.Enable(EnableCap.RasterizerDiscard));
        yield return ("primitive restart", (gl, _) => On(gl, EnableCap.PrimitiveRestart, () => gl.PrimitiveRestartIndex(1)));
        yield return ("fixed restart", (gl, _) => gl.Enable(EnableCap.PrimitiveRestartFixedIndex));
        yield return ("provoking vertex", (gl, _) => gl.ProvokingVertex(VertexProvokingMode.FirstVertexConvention));
        yield return ("depth clamp", (gl, _) => gl.Enable(EnableCap.DepthClamp));
        yield return ("depth range", (gl, _) => gl.DepthRange(1, 0.25));
        yield return ("clip control", (gl, _) => gl.ClipControl(ClipControlOrigin.UpperLeft, ClipControlDepth.ZeroToOne));
        yield return ("clip distance 0", (gl, _) => gl.Enable(EnableCap.ClipDistance0));
        yield return ("clip distance 7", (gl, _) => gl.Enable(EnableCap.ClipDistance7));
        yield return ("viewport", (gl, _) => gl.Viewport(1, 2, 3, 4));
        yield return ("viewport 0", (gl, _) => gl.ViewportIndexed(0, 0.5f, 1.25f, 6.5f, 2));
        yield return ("viewport 5", (gl, _) => gl.ViewportIndexed(5, 7, 8, 9, 10));
        yield return ("scissor 5", (gl, _) =>
        {
            gl.ScissorIndexed(5, 1, 1, 0, 0);
            gl.Enable(EnableCap.ScissorTest, 5);
        });
        yield return ("scissor 0", (gl, _) => On(gl, EnableCap.ScissorTest, () => gl.ScissorIndexed(0, 1, 1, 0, 0)));
    }

    private static IEnumerable<(string, Action<GL, HostObjects>)> Objects()
    {
        yield return ("texture", (gl, host) => gl.BindTexture(TextureTarget.Texture2D, host.Texture));
        yield return ("sampler", (gl, host) => gl.BindSampler(0, host.Sampler));
        yield return ("active unit", (gl, _) => gl.ActiveTexture(TextureUnit.Texture5));
        yield return ("sampler of another unit", (gl, host) => gl.BindSampler(5, host.Sampler));
        yield return ("texture of another unit", (gl, host) => gl.BindTexture(TextureTarget.Texture2D, host.Texture));
        yield return ("vertex array", (gl, host) => gl.BindVertexArray(host.VertexArray));
        yield return ("array buffer", (gl, host) => gl.BindBuffer(BufferTargetARB.ArrayBuffer, host.Buffer));
        yield return ("copy buffer", (gl, host) => gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, host.Buffer));
        yield return ("copy read buffer", (gl, host) => gl.BindBuffer(BufferTargetARB.CopyReadBuffer, host.Buffer));
        yield return ("storage buffer", (gl, host) => gl.BindBufferRange(BufferTargetARB.ShaderStorageBuffer, 2, host.Buffer, 256, 512));
        yield return ("storage buffer 0", (gl, host) => gl.BindBufferBase(BufferTargetARB.ShaderStorageBuffer, 0, host.Records));
        yield return ("uniform buffer", (gl, host) => gl.BindBufferRange(BufferTargetARB.UniformBuffer, 0, host.Buffer, 1024, 256));
        yield return ("uniform buffer 1", (gl, host) => gl.BindBufferBase(BufferTargetARB.UniformBuffer, 1, host.Buffer));
        yield return ("image", (gl, host) => gl.BindImageTexture(0, host.Image, 0, false, 0, BufferAccessARB.ReadWrite, InternalFormat.R32f));
        yield return ("program", (gl, host) => gl.UseProgram(host.Program));
        yield return ("pipeline", (gl, host) => gl.BindProgramPipeline(host.Pipeline));
        yield return ("other read framebuffer", (gl, host) => gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, host.Framebuffer));
        yield return ("renderbuffer", (gl, host) => gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, host.Renderbuffer));
    }

    private static IEnumerable<(string, Action<GL, HostObjects>)> Feedback()
    {
        yield return ("transform feedback", (gl, host) =>
        {
            gl.UseProgram(host.Program);
            gl.BindBufferBase(BufferTargetARB.TransformFeedbackBuffer, 0, host.Records);
            if (!gl.GetBoolean(GLEnum.TransformFeedbackActive))
            {
                gl.BeginTransformFeedback(PrimitiveType.Triangles);
            }
        });
    }

    private static void On(GL gl, EnableCap cap, Action how)
    {
        how();
        gl.Enable(cap);
    }
}
