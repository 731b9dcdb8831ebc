using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Where this project's native libraries lie.</summary>
internal static class NativeFolder
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "FAE_NATIVE";

    /// <summary>The path of a library: in the folder that the variable names, else beside the program, else where a package's libraries go in the program's folder.</summary>
    /// <param name="file">Such as <c>libfae_torch.so</c>; need not exist.</param>
    public static string PathOf(string file)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            return Path.Combine(folder, file);
        }
        string beside = Path.Combine(AppContext.BaseDirectory, file);
        string packaged = Path.Combine(AppContext.BaseDirectory, "runtimes", $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "native", file);
        return !File.Exists(beside) && File.Exists(packaged) ? packaged : beside;
    }
}
