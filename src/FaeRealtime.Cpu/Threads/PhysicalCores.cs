namespace FaeRealtime.Cpu.Threads;

/// <summary>How many cores there really are: two hardware threads of one core share the units that multiply.</summary>
public static class PhysicalCores
{
    private const string Topology = "/sys/devices/system/cpu";

    /// <summary>Cores that this process may use, hardware threads of one core counted once where the system tells (Linux).</summary>
    /// <returns>At least 1.</returns>
    public static int Count()
    {
        var logical = Environment.ProcessorCount;
        try
        {
            var cores = new HashSet<string>(StringComparer.Ordinal);
            for (var cpu = 0; File.Exists($"{Topology}/cpu{cpu}/topology/thread_siblings_list"); cpu++)
            {
                cores.Add(File.ReadAllText($"{Topology}/cpu{cpu}/topology/thread_siblings_list"));
            }

            return cores.Count == 0 ? logical : Math.Clamp(cores.Count, 1, logical);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A system without these files, or a sandbox that hides them, has no more to say.
            return logical;
        }
    }
}
