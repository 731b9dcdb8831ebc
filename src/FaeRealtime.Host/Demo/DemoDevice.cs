namespace FaeRealtime.Host.Demo;

/// <summary>What computed and what drew.</summary>
/// <param name="Engine">Engine and device, such as <c>torch cpu, 2 threads</c>.</param>
/// <param name="Gl">The OpenGL renderer.</param>
internal sealed record DemoDevice(string Engine, string Gl);
