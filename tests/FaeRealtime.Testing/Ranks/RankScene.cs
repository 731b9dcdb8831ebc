using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaeRealtime.Testing.Ranks;

/// <summary>A piece of a test that runs in processes of its own under mpirun: a lambda that captures nothing, found again by its name in the test assembly, which is started as a program.</summary>
public static class RankScene
{
    private const int Failed = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Plays it on several ranks.</summary>
    /// <typeparam name="T">What each rank returns; becomes JSON on the way.</typeparam>
    /// <param name="ranks">How many.</param>
    /// <param name="scene">Static lambda or method: first what the assembly's program makes of its rank, then <paramref name="argument"/>.</param>
    /// <param name="argument">For all.</param>
    /// <param name="others">A further program in mpirun's words, after a colon.</param>
    /// <returns>How it ended, which may be badly.</returns>
    public static RankOutcome<T> Play<T>(int ranks, Delegate scene, string argument, params string[] others) => Run<T>(ranks, command => Mpirun.Command(ranks, [.. command, .. others]), scene, argument);

    /// <summary>Plays it in one process that no launcher has started.</summary>
    /// <typeparam name="T">As for <see cref="Play"/>.</typeparam>
    /// <param name="scene">As for <see cref="Play"/>.</param>
    /// <param name="argument">For it.</param>
    public static RankOutcome<T> PlayAlone<T>(Delegate scene, string argument) =>
        Run<T>(1, command => new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true }, scene, argument);

    /// <summary>What the started program does: its <c>Main</c>.</summary>
    /// <param name="args">The program's.</param>
    /// <param name="assembly">Of the tests.</param>
    /// <param name="error">Where a failure is told.</param>
    /// <param name="join">Makes what a scene gets first; disposed at its end, before which its result is written.</param>
    /// <returns>The exit code.</returns>
    public static int Main(string[] args, Assembly assembly, TextWriter error, Func<IDisposable?> join)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(join);
        var type = assembly.GetType(args[0], throwOnError: true)!;
        var method = type.GetMethod(args[1], BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
        try
        {
            using var group = join();
            var result = method.Invoke(method.IsStatic ? null : Activator.CreateInstance(type, nonPublic: true), BindingFlags.DoNotWrapExceptions, null, [group, args[2]], null);

            // Whole or not at all: another rank's end may end this one meanwhile.
            var file = Path.Combine(args[3], $"{Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK") ?? "0"}.json");
            File.WriteAllText(file + ".part", JsonSerializer.Serialize(result, Json));
            File.Move(file + ".part", file);
            return 0;
        }
#pragma warning disable CA1031 // The top of a program.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            error.WriteLine(failure);
            return Failed;
        }
    }

    private static RankOutcome<T> Run<T>(int ranks, Func<string[], ProcessStartInfo> command, Delegate scene, string argument)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var (method, folder, started) = (scene.Method, Directory.CreateTempSubdirectory("fae-scene-"), Stopwatch.GetTimestamp());
        try
        {
            using var process = Process.Start(command(["dotnet", method.Module.Assembly.Location, method.DeclaringType!.FullName!, method.Name, argument, folder.FullName]))!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                Mpirun.Signal(process.Id.ToString(CultureInfo.InvariantCulture), "TERM");
                throw new TimeoutException($"{method.Name} on {ranks} ranks did not end within {Patience}.");
            }

            var results = Enumerable.Range(0, ranks).Select(rank => Path.Combine(folder.FullName, $"{rank}.json")).Select(path => File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json) : default);
            return new RankOutcome<T>(process.ExitCode, error.GetAwaiter().GetResult(), Stopwatch.GetElapsedTime(started), [.. results]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
