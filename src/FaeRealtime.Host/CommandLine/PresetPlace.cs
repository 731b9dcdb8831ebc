namespace FaeRealtime.Host.CommandLine;

/// <summary>Where presets are unless a command line says otherwise.</summary>
internal static class PresetPlace
{
    /// <summary>The user's folder <c>fae/presets</c> for data of programs; <c>presets</c> where there is none.</summary>
    public static string Usual => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
        ? Path.Combine(data, "fae", "presets")
        : "presets";
}
