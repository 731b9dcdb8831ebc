namespace FaeRealtime.Host.Tests;

/// <summary>A fact that needs a program of another package; skipped, with the reason, where it is missing.</summary>
internal sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="program">Its name.</param>
    public ProgramFactAttribute(string program) => Skip = Find(program) is null ? $"needs {program}: ./fae setup installs it" : null;

    /// <summary>Where a program lies; null where it is not installed.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
