namespace FaeRealtime.Testing;

/// <summary>The folder of golden cases and weights that lies beside a developer's checkout (<c>../shared</c>); never part of the repository.</summary>
public static class SharedData
{
    /// <summary>The absolute path of a file or folder in the shared folder.</summary>
    /// <param name="relative">For example <c>fixtures/dinov2_mlp</c>.</param>
    /// <returns>The path, whether or not it exists. <c>FAE_SHARED</c> overrides the folder.</returns>
    public static string Path(string relative) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, relative));

    /// <summary>Why a test that needs <paramref name="relative"/> cannot run, or null when it can.</summary>
    /// <param name="relative">For example <c>data/encoder</c>.</param>
    public static string? SkipReason(string relative) => Directory.Exists(Path(relative)) || File.Exists(Path(relative))
        ? null
        : $"needs '{relative}' in the shared folder beside the checkout (or FAE_SHARED), which is absent";

    private static string Folder =>
        Environment.GetEnvironmentVariable("FAE_SHARED") ?? System.IO.Path.Combine(Repository.Root, "..", "shared");
}
