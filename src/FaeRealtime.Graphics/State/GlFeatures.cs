using System.Runtime.CompilerServices;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>What of OpenGL beyond 3.3 a context has, as far as drawing or reading depends on it.</summary>
internal sealed record GlFeatures
{
    // Weakly: asked once a context, and forgotten with its entry points.
    private static readonly ConditionalWeakTable<GL, GlFeatures> Known = [];

    /// <summary>State by draw buffer: blend functions and equations (4.0).</summary>
    public bool DrawBuffersBlend { get; init; }

    /// <summary>Transform feedback can be paused (4.0).</summary>
    public bool PausesFeedback { get; init; }

    /// <summary>Shading by sample (4.0).</summary>
    public bool SampleShading { get; init; }

    /// <summary>Viewports and scissors by number (4.1).</summary>
    public bool ViewportArray { get; init; }

    /// <summary>Primitive restart at the highest index (4.3).</summary>
    public bool FixedRestart { get; init; }

    /// <summary>Origin and depth of the clip volume (4.5).</summary>
    public bool ClipControl { get; init; }

    /// <summary>Reading that is told the size of its buffer (4.5).</summary>
    public bool BoundedReads { get; init; }

    /// <summary>Rows read in the other order (GL_MESA_pack_invert).</summary>
    public bool PackInvert { get; init; }

    /// <summary>Fixed functions beside shaders: the alpha test (compatibility profile).</summary>
    public bool FixedFunctions { get; init; }

    /// <summary>Draw buffers of a framebuffer.</summary>
    public uint DrawBuffers { get; init; } = 8;

    /// <summary>Viewports with a scissor each, 32 at most.</summary>
    public int Viewports { get; init; } = 1;

    /// <summary>User clip planes.</summary>
    public uint ClipDistances { get; init; } = 8;

    /// <summary>Those of the current context.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    public static GlFeatures Of(GL gl) => Known.GetValue(gl, Read);

    private static GlFeatures Read(GL gl)
    {
        const int CompatibilityProfile = 2;
        var version = (gl.GetInteger(GetPName.MajorVersion) * 10) + gl.GetInteger(GetPName.MinorVersion);
        bool Has(int since, string extension) => version >= since || gl.IsExtensionPresent(extension);
        return new GlFeatures
        {
            DrawBuffersBlend = version >= 40,
            PausesFeedback = version >= 40,
            SampleShading = Has(40, "GL_ARB_sample_shading"),
            ViewportArray = Has(41, "GL_ARB_viewport_array"),
            FixedRestart = Has(43, "GL_ARB_ES3_compatibility"),
            ClipControl = Has(45, "GL_ARB_clip_control"),
            BoundedReads = version >= 45,
            PackInvert = gl.IsExtensionPresent("GL_MESA_pack_invert"),
            FixedFunctions = (gl.GetInteger(GLEnum.ContextProfileMask) & CompatibilityProfile) != 0,
            DrawBuffers = (uint)gl.GetInteger(GetPName.MaxDrawBuffers),
            Viewports = Has(41, "GL_ARB_viewport_array") ? Math.Min(gl.GetInteger(GLEnum.MaxViewports), 32) : 1,
            ClipDistances = (uint)gl.GetInteger(GLEnum.MaxClipDistances),
        };
    }
}
