namespace FaeRealtime.Host.Tests;

/// <summary>A fact that needs a program of another package; skipped, with the reason, where it is missing.</summary>
internal sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="program">Its name.</param>
    public ProgramFactAttribute(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        Skip = folders.Any(folder => File.Exists(Path.Combine(folder, program))) ? null : $"needs {program}: ./fae setup installs it";
    }
}
