using FaeRealtime.Core.Errors;

namespace FaeRealtime.Graphics.Shaders;

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
