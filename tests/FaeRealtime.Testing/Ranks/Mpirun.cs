using System.Diagnostics;
using System.Globalization;

namespace FaeRealtime.Testing.Ranks;

/// <summary>Open MPI's launcher, as tests start it.</summary>
public static class Mpirun
{
    private const string Name = "mpirun";
    private const string RankVariable = "OMPI_COMM_WORLD_RANK=";

    /// <summary>Why a test that needs it cannot run, or null when it can.</summary>
    public static string? SkipReason { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Name)))
        ? null
        : "needs mpirun (Debian: openmpi-bin and libopenmpi3; ./fae setup brings both)";

    /// <summary>A program as several processes of this machine, whatever its cores and user.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="program">With its arguments; a lone colon begins another program, as for mpirun.</param>
    /// <returns>Output and error are read.</returns>
    public static ProcessStartInfo Command(int ranks, params IEnumerable<string> program)
    {
        var start = new ProcessStartInfo(Name, ["--oversubscribe", "--bind-to", "none", "-n", Text(ranks), .. program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["OMPI_ALLOW_RUN_AS_ROOT"], start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"]) = ("1", "1");
        (start.Environment["OMP_NUM_THREADS"], start.Environment["OMP_WAIT_POLICY"]) = ("1", "passive");
        return start;
    }

    /// <summary>Sends a signal to one of the processes.</summary>
    /// <param name="rank">Which.</param>
    /// <param name="marker">What its command line contains, and that of no other run's.</param>
    /// <param name="signal">As the command <c>kill</c> names it.</param>
    public static void Signal(int rank, string marker, string signal) => Signal(
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Single(process => IsRank(process!, rank, marker))!, signal);

    /// <summary>Sends a signal to a process.</summary>
    /// <param name="process">Its number.</param>
    /// <param name="signal">As the command <c>kill</c> names it.</param>
    public static void Signal(string process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process]);
        kill.WaitForExit();
    }

    private static bool IsRank(string process, int rank, string marker) =>
        int.TryParse(process, out _)
        && Read(process, "cmdline").Any(argument => argument.Contains(marker, StringComparison.Ordinal))
        && Read(process, "environ").Contains(RankVariable + Text(rank));

    private static string[] Read(string process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}").Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
