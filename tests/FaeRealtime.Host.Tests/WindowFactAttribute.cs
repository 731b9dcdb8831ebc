namespace FaeRealtime.Host.Tests;

/// <summary>A fact that opens a window on an X server of its own; skipped, with the reason, where a program for it is missing.</summary>
internal sealed class WindowFactAttribute : FactAttribute
{
    public WindowFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var missing = new[] { "Xvfb", "xdotool" }.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToArray();
        Skip = missing.Length == 0 ? null : $"needs {string.Join(" and ", missing)}: ./fae setup installs them";
    }
}
