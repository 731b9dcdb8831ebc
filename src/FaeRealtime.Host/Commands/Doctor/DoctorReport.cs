using System.Text.Json.Serialization;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>What a machine has and lacks.</summary>
/// <param name="Live">Whether pictures can be watched live, in a window or on the page.</param>
/// <param name="Summary">The same in a sentence.</param>
/// <param name="Findings">Piece by piece.</param>
internal sealed record DoctorReport(bool Live, string Summary, IReadOnlyList<Finding> Findings)
{
    /// <summary>Looks at the machine. A piece that is missing or broken is a finding, never a failure.</summary>
    public static DoctorReport Read()
    {
        Finding[] findings =
        [
            MachineCheck.Machine(),
            MachineCheck.Processor(),
            MachineCheck.Model(),
            MachineCheck.Controllers(),
            GraphicsCheck.Headless(),
            GraphicsCheck.Gpu(),
            GraphicsCheck.Window(),
            GraphicsCheck.Cuda(),
            .. TorchCheck.All(),
            ProgramCheck.Codecs(),
            ProgramCheck.Videos(),
            ProgramCheck.Packages(),
            ProgramCheck.Words(),
        ];
        bool Has(string name) => findings.Any(finding => finding.Name == name && finding.Found);
        return (Has(MachineCheck.ModelName), Has(GraphicsCheck.WindowName), Has(GraphicsCheck.HeadlessName)) switch
        {
            (false, _, _) => new(false, "Live viewing does not work: there is no model to show.", findings),
            (_, true, _) => new(true, "Live viewing works, in a window.", findings),
            (_, _, true) => new(true, "Live viewing works without a window: the page shows it in a browser (./fae serve), and the demo writes a file.", findings),
            _ => new(false, "Live viewing does not work: there is neither a window nor headless OpenGL.", findings),
        };
    }

    /// <summary>Runs a check whose code may throw whatever a missing library makes it throw.</summary>
    /// <param name="check">Finds the piece.</param>
    /// <param name="missing">The finding for a reason.</param>
    public static Finding Guarded(Func<Finding> check, Func<string, Finding> missing)
    {
        try
        {
            return check();
        }
#pragma warning disable CA1031 // A doctor does not fall ill of what it finds: loaders, drivers and file systems have exceptions of their own.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return missing(FailureReport.Reason(failure));
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJsonContext : JsonSerializerContext;

/// <summary>What is known about one piece of the machine.</summary>
/// <param name="Name">Of the piece.</param>
/// <param name="Found">Whether it is there and works.</param>
/// <param name="Facts">What it is, or why it is not there.</param>
/// <param name="Costs">What goes without it; null where it is there.</param>
/// <param name="Command">What brings it; null where it is there, or nothing does.</param>
internal sealed record Finding(string Name, bool Found, string Facts, string? Costs = null, string? Command = null)
{
    /// <summary>The piece is not there.</summary>
    public static Finding Missing(string name, string reason, string costs, string? command) => new(name, false, reason, costs, command);
}
