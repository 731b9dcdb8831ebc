namespace FaeRealtime.Cpu.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fae-cpu-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
