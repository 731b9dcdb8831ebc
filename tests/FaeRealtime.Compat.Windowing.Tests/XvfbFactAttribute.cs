namespace FaeRealtime.Compat.Windowing.Tests;

/// <summary>A fact that opens windows on an X server of its own; skipped, with the reason, where a program for it is missing.</summary>
internal sealed class XvfbFactAttribute : FactAttribute
{
    public XvfbFactAttribute(params string[] also)
    {
        var missing = also.Prepend("Xvfb").Where(program => !OnPath(program)).ToArray();
        Skip = missing.Length == 0 ? null : $"needs {string.Join(" and ", missing)}: apt install xvfb xdotool";
    }

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
