using System.Globalization;
using System.Runtime;

/// <summary>Runs in the program under test before its first line, since <c>DOTNET_STARTUP_HOOKS</c> names this assembly (hence the name and no namespace): tells at its end what was loaded and how much was compiled.</summary>
internal static class StartupHook
{
    /// <summary>Names the file that is written: the number of compiled methods, then a line an assembly.</summary>
    public const string FileVariable = "FAE_TEST_LOADED";

    public static void Initialize()
    {
        var file = Environment.GetEnvironmentVariable(FileVariable)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllLines(
            file,
            [JitInfo.GetCompiledMethodCount().ToString(CultureInfo.InvariantCulture), .. AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!)]);
    }
}
