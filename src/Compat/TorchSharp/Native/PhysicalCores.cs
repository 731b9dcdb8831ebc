using System.Globalization;

namespace TorchSharp.Native;

/// <summary>The number of cores: libtorch presumes two hardware threads a core and halves what it is given.</summary>
internal static class PhysicalCores
{
    /// <summary>Distinct cores among the processors that this process may use; all processors where the system does not tell.</summary>
    internal static int Count()
    {
        int available = Environment.ProcessorCount;
        var cores = new HashSet<(int Package, int Core)>();
        for (int processor = 0; processor < 4096; processor++)
        {
            string topology = string.Create(CultureInfo.InvariantCulture, $"/sys/devices/system/cpu/cpu{processor}/topology");
            if (!Directory.Exists(topology))
            {
                break;
            }
            if (Read(topology, "physical_package_id") is not { } package || Read(topology, "core_id") is not { } core)
            {
                return available;
            }
            cores.Add((package, core));
        }
        return cores.Count == 0 ? available : Math.Min(available, cores.Count);
    }

    private static int? Read(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;
    }
}
