using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>A device that EGL can make a context on without a window system (EGL_EXT_device_enumeration).</summary>
/// <param name="Handle">The <c>EGLDeviceEXT</c>.</param>
/// <param name="CudaOrdinal">Its number among the CUDA devices that the process sees (EGL_NV_device_cuda); null where it is none of them.</param>
/// <param name="Extensions">What it offers, separated by blanks, such as <c>EGL_MESA_device_software</c>.</param>
internal sealed unsafe record EglDevice(nint Handle, int? CudaOrdinal, string Extensions)
{
    private const int Most = 64;
    private const int ExtensionsName = 0x3055;
    private const int CudaDeviceAttribute = 0x323A;

    /// <summary>The devices, in EGL's order, which is not CUDA's.</summary>
    /// <exception cref="GraphicsException">This EGL cannot list them.</exception>
    public static IReadOnlyList<EglDevice> All(EglLibrary egl)
    {
        if (egl.QueryDevices == null || egl.QueryDeviceAttribute == null || egl.QueryDeviceString == null)
        {
            throw new GraphicsException("This EGL cannot list devices (EGL_EXT_device_enumeration, EGL_EXT_device_query). Install the NVIDIA driver's EGL and libglvnd.");
        }

        var handles = stackalloc nint[Most];
        var count = 0;
        if (egl.QueryDevices(Most, handles, &count) == 0)
        {
            throw egl.Failure("EGL could not list its devices");
        }

        return [.. new ReadOnlySpan<nint>(handles, count).ToArray().Select(handle => Describe(egl, handle))];
    }

    /// <summary>The devices; none where this EGL cannot list them.</summary>
    public static IReadOnlyList<EglDevice> TryAll(EglLibrary egl)
    {
        try
        {
            return All(egl);
        }
        catch (GraphicsException)
        {
            return [];
        }
    }

    /// <summary>Whether the processor draws.</summary>
    public bool IsSoftware => Extensions.Contains("EGL_MESA_device_software", StringComparison.Ordinal);

    private static EglDevice Describe(EglLibrary egl, nint handle)
    {
        nint ordinal;
        var cuda = egl.QueryDeviceAttribute(handle, CudaDeviceAttribute, &ordinal) != 0 ? (int?)ordinal : null;
        return new EglDevice(handle, cuda, Marshal.PtrToStringUTF8((nint)egl.QueryDeviceString(handle, ExtensionsName)) ?? string.Empty);
    }
}
