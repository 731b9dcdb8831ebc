using System.CommandLine;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary><c>fae doctor</c>: what the machine has and lacks.</summary>
internal static class DoctorCommand
{
    public const string Name = "doctor";

    public const string Summary = "Tell what this machine has and lacks, what each missing piece costs, and what brings it. Exit 0 where live viewing works, else 3.";

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(Name, Summary) { json };
        command.SetAction(parsed =>
        {
            var report = DoctorReport.Read();
            DoctorText.Print(report, parsed.GetValue(json), Console.Out);
            return report.Live ? ExitCode.Success : ExitCode.Native;
        });
        return command;
    }
}
