using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Threads;
using FaeRealtime.Host.Content;
using FaeRealtime.Remote.Midi;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>The machine itself, what the CPU engine makes of it, and the model to show.</summary>
internal static class MachineCheck
{
    /// <summary>The model's finding.</summary>
    public const string ModelName = "default model";

    private const string ControllersName = "midi";
    private const string Processors = "/proc/cpuinfo";

    /// <summary>System, runtime, processor.</summary>
    public static Finding Machine() => new("machine", true, string.Create(
        CultureInfo.InvariantCulture,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {RuntimeInformation.FrameworkDescription}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB"));

    /// <summary>Threads and vectors of the CPU engine.</summary>
    public static Finding Processor()
    {
        var bits = Vector512.IsHardwareAccelerated ? 512 : 256;
        var facts = $"{ProcessorName()}: {PhysicalCores.Count()} threads, one a core, {bits}-bit vectors";
        return Vector256.IsHardwareAccelerated
            ? new Finding("cpu engine", true, facts)
            : Finding.Missing("cpu engine", $"{ProcessorName()} has no 256-bit vectors (AVX2)", "the CPU engine computes the same pictures many times slower", null);
    }

    /// <summary>The content folder and the default model in it.</summary>
    public static Finding Model() => DoctorReport.Guarded(
        () =>
        {
            var folder = ModelFolder.Open(ContentFolder.Model("default"));
            return new Finding(ModelName, true, $"{folder.Config.Name} ({folder.ShortHash}) in {folder.Path}");
        },
        reason => Finding.Missing(ModelName, reason, "nothing is shown unless a model folder is named: ./fae demo --model DIR", "git checkout -- content"));

    /// <summary>Raw MIDI devices. None is no fault.</summary>
    public static Finding Controllers() => MidiInput.Devices is { Count: > 0 } devices
        ? new Finding(ControllersName, true, $"--midi {string.Join(", ", devices)}")
        : new Finding(ControllersName, true, "no device now; --midi also reads a named pipe");

    private static string ProcessorName() =>
        File.Exists(Processors) && File.ReadLines(Processors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
