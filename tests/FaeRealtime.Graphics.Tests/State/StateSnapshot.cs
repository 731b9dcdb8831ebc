using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.State;

/// <summary>The state of a 4.5 core context, as text, one value a line.</summary>
internal static unsafe class StateSnapshot
{
    private const int Most = 16;

    private static readonly GLEnum[] Values =
    [
        GLEnum.PackAlignment, GLEnum.PackRowLength, GLEnum.PackSkipRows, GLEnum.PackSkipPixels, GLEnum.PackImageHeight, GLEnum.PackSkipImages, GLEnum.PackSwapBytes, GLEnum.PackLsbFirst,
        GLEnum.PackCompressedBlockWidth, GLEnum.PackCompressedBlockHeight, GLEnum.PackCompressedBlockDepth, GLEnum.PackCompressedBlockSize,
        GLEnum.UnpackAlignment, GLEnum.UnpackRowLength, GLEnum.UnpackSkipRows, GLEnum.UnpackSkipPixels, GLEnum.UnpackImageHeight, GLEnum.UnpackSkipImages, GLEnum.UnpackSwapBytes, GLEnum.UnpackLsbFirst,
        GLEnum.UnpackCompressedBlockWidth, GLEnum.UnpackCompressedBlockHeight, GLEnum.UnpackCompressedBlockDepth, GLEnum.UnpackCompressedBlockSize,
        GLEnum.PixelPackBufferBinding, GLEnum.PixelUnpackBufferBinding, GLEnum.ReadBuffer, GLEnum.ClampReadColor, GLEnum.BlendColor, GLEnum.LogicOpMode,
        GLEnum.DepthFunc, GLEnum.DepthWritemask, GLEnum.DepthRange, GLEnum.DepthClearValue, GLEnum.StencilFunc, GLEnum.StencilRef, GLEnum.StencilValueMask, GLEnum.StencilWritemask, GLEnum.StencilClearValue,
        GLEnum.SampleCoverageValue, GLEnum.SampleCoverageInvert, GLEnum.MinSampleShadingValue, GLEnum.ColorClearValue, GLEnum.PolygonMode, GLEnum.PolygonOffsetFactor, GLEnum.PolygonOffsetUnits,
        GLEnum.CullFaceMode, GLEnum.FrontFace, GLEnum.PrimitiveRestartIndex, GLEnum.ProvokingVertex, GLEnum.ClipOrigin, GLEnum.ClipDepthMode, GLEnum.LineWidth, GLEnum.PointSize,
        GLEnum.ActiveTexture, GLEnum.VertexArrayBinding, GLEnum.ArrayBufferBinding, GLEnum.CopyReadBufferBinding, GLEnum.CopyWriteBufferBinding, GLEnum.UniformBufferBinding, GLEnum.ShaderStorageBufferBinding, GLEnum.DispatchIndirectBufferBinding,
        GLEnum.CurrentProgram, GLEnum.ProgramPipelineBinding, GLEnum.DrawFramebufferBinding, GLEnum.ReadFramebufferBinding, GLEnum.RenderbufferBinding,
        GLEnum.TransformFeedbackBinding, GLEnum.TransformFeedbackBufferBinding, GLEnum.TransformFeedbackActive, GLEnum.TransformFeedbackPaused,
    ];

    private static readonly EnableCap[] Caps =
    [
        EnableCap.ColorLogicOp, EnableCap.CullFace, EnableCap.DepthClamp, EnableCap.DepthTest, EnableCap.Dither, EnableCap.FramebufferSrgb, EnableCap.LineSmooth, EnableCap.Multisample,
        EnableCap.PolygonOffsetFill, EnableCap.PolygonOffsetLine, EnableCap.PolygonOffsetPoint, EnableCap.PolygonSmooth, EnableCap.PrimitiveRestart, EnableCap.PrimitiveRestartFixedIndex,
        EnableCap.RasterizerDiscard, EnableCap.SampleAlphaToCoverage, EnableCap.SampleAlphaToOne, EnableCap.SampleCoverage, EnableCap.SampleMask, EnableCap.SampleShading, EnableCap.StencilTest,
        EnableCap.TextureCubeMapSeamless, EnableCap.ProgramPointSize,
        EnableCap.ClipDistance0, EnableCap.ClipDistance1, EnableCap.ClipDistance2, EnableCap.ClipDistance3, EnableCap.ClipDistance4, EnableCap.ClipDistance5, EnableCap.ClipDistance6, EnableCap.ClipDistance7,
    ];

    public static IReadOnlyList<string> Read(GL gl)
    {
        List<string> lines = [];
        var numbers = stackalloc float[Most];
        var mask = stackalloc bool[4];
        foreach (var name in Values)
        {
            new Span<float>(numbers, Most).Clear();
            gl.GetFloat(name, numbers);
            lines.Add($"{name}: {Text(numbers)}");
        }

        lines.AddRange(Caps.Select(cap => $"{cap}: {gl.IsEnabled(cap)}"));
        for (var i = 0u; i < 8; i++)
        {
            gl.GetBoolean(GLEnum.ColorWritemask, i, mask);
            lines.Add($"colour mask {i}: {mask[0]} {mask[1]} {mask[2]} {mask[3]}");
            lines.Add($"blend {i}: {gl.IsEnabled(EnableCap.Blend, i)}");
            foreach (var name in new[] { GLEnum.BlendSrcRgb, GLEnum.BlendDstRgb, GLEnum.BlendSrcAlpha, GLEnum.BlendDstAlpha, GLEnum.BlendEquationRgb, GLEnum.BlendEquationAlpha })
            {
                lines.Add($"{name} {i}: {gl.GetInteger(name, i)}");
            }
        }

        for (var i = 0u; i < 16; i++)
        {
            gl.GetFloat(GLEnum.Viewport, i, numbers);
            lines.Add($"viewport {i}: {Text(numbers)}");
            gl.GetFloat(GLEnum.ScissorBox, i, numbers);
            lines.Add($"scissor {i}: {gl.IsEnabled(EnableCap.ScissorTest, i)} {Text(numbers)}");
        }

        for (var i = 0u; i < 8; i++)
        {
            lines.Add($"storage buffer {i}: {Range(gl, i, GLEnum.ShaderStorageBufferBinding, GLEnum.ShaderStorageBufferStart, GLEnum.ShaderStorageBufferSize)}");
            lines.Add($"uniform buffer {i}: {Range(gl, i, GLEnum.UniformBufferBinding, GLEnum.UniformBufferStart, GLEnum.UniformBufferSize)}");
            GLEnum[] image = [GLEnum.ImageBindingName, GLEnum.ImageBindingLevel, GLEnum.ImageBindingLayered, GLEnum.ImageBindingLayer, GLEnum.ImageBindingAccess, GLEnum.ImageBindingFormat];
            lines.Add($"image {i}: {string.Join(' ', image.Select(name => gl.GetInteger(name, i)))}");
        }

        lines.Add($"sample mask: {gl.GetInteger(GLEnum.SampleMaskValue, 0)}");
        var unit = gl.GetInteger(GLEnum.ActiveTexture);
        for (var i = 0; i < 16; i++)
        {
            gl.ActiveTexture(TextureUnit.Texture0 + i);
            lines.Add($"unit {i}: {gl.GetInteger(GLEnum.TextureBinding2D)} {gl.GetInteger(GLEnum.SamplerBinding)}");
        }

        gl.ActiveTexture((TextureUnit)unit);
        return lines;
    }

    private static string Range(GL gl, uint index, GLEnum name, GLEnum start, GLEnum size)
    {
        gl.GetInteger64(start, index, out long first);
        gl.GetInteger64(size, index, out long length);
        return $"{gl.GetInteger(name, index)} {first} {length}";
    }

    private static string Text(float* numbers) => string.Join(' ', new ReadOnlySpan<float>(numbers, 4).ToArray());
}
