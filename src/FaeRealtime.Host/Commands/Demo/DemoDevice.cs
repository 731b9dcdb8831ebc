namespace FaeRealtime.Host.Demo;

/// <summary>What computed and what drew.</summary>
/// <param name="Engine">Engine and device, such as <c>cpu, 2 threads, 256-bit vectors</c>.</param>
/// <param name="Gl">The OpenGL renderer.</param>
internal sealed record DemoDevice(string Engine, string Gl);
