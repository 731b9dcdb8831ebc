using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Ablate;
using FaeRealtime.Host.Commands.Adapt;
using FaeRealtime.Host.Commands.Bench;
using FaeRealtime.Host.Commands.Data;
using FaeRealtime.Host.Commands.Demo;
using FaeRealtime.Host.Commands.Directions;
using FaeRealtime.Host.Commands.Doctor;
using FaeRealtime.Host.Commands.Eval;
using FaeRealtime.Host.Commands.Export;
using FaeRealtime.Host.Commands.Images;
using FaeRealtime.Host.Commands.Import;
using FaeRealtime.Host.Commands.Info;
using FaeRealtime.Host.Commands.Live;
using FaeRealtime.Host.Commands.Morph;
using FaeRealtime.Host.Commands.Parity;
using FaeRealtime.Host.Commands.Recipe;
using FaeRealtime.Host.Commands.Remake;
using FaeRealtime.Host.Commands.Render;
using FaeRealtime.Host.Commands.Serve;
using FaeRealtime.Host.Commands.Soak;
using FaeRealtime.Host.Commands.Train;
using FaeRealtime.Host.Commands.Video;

namespace FaeRealtime.Host.Commands;

/// <summary>Every command of the program, in the order of its help.</summary>
/// <remarks>Options name types of every room, and making them all took a third of a short command's start: so only the commands in the arguments are whole, and the others have a name and a line for the help.</remarks>
internal static class CommandList
{
    /// <param name="args">The program's arguments.</param>
    /// <param name="termination">What ends the program, for commands that hold it off while they save.</param>
    public static IEnumerable<Command> For(string[] args, Termination termination)
    {
        // A response file's contents (@FILE) and a completion's line ([suggest]) may name any command.
        var any = args.Any(arg => arg.StartsWith('@') || arg.StartsWith('['));
        return Rows(termination).Select(row => any || args.Contains(row.Name) ? row.Create() : new Command(row.Name, row.Summary));
    }

    private static IEnumerable<(string Name, string Summary, Func<Command> Create)> Rows(Termination termination) =>
    [
        (DemoCommand.Name, DemoCommand.Summary, DemoCommand.Create),
        (LiveCommand.Name, LiveCommand.Summary, LiveCommand.Create),
        (ServeCommand.Name, ServeCommand.Summary, ServeCommand.Create),
        (ImagesCommand.Name, ImagesCommand.Summary, ImagesCommand.Create),
        (VideoCommand.Name, VideoCommand.Summary, VideoCommand.Create),
        (MorphCommand.Name, MorphCommand.Summary, MorphCommand.Create),
        (RenderCommand.Name, RenderCommand.Summary, RenderCommand.Create),
        (RemakeCommand.Name, RemakeCommand.Summary, RemakeCommand.Create),
        (DirectionsCommand.Name, DirectionsCommand.Summary, DirectionsCommand.Create),
        (InfoCommand.Name, InfoCommand.Summary, InfoCommand.Create),
        (DoctorCommand.Name, DoctorCommand.Summary, DoctorCommand.Create),
        (BenchCommand.Name, BenchCommand.Summary, BenchCommand.Create),
        (SoakCommand.Name, SoakCommand.Summary, SoakCommand.Create),
        (ImportCommand.Name, ImportCommand.Summary, ImportCommand.Create),
        (ExportCommand.Name, ExportCommand.Summary, ExportCommand.Create),
        (ParityCommand.Name, ParityCommand.Summary, ParityCommand.Create),
        (DataCommand.Name, DataCommand.Summary, DataCommand.Create),
        (RecipeCommand.Name, RecipeCommand.Summary, RecipeCommand.Create),
        (TrainCommand.Name, TrainCommand.Summary, () => TrainCommand.Create(termination)),
        (AdaptCommand.Name, AdaptCommand.Summary, () => AdaptCommand.Create(termination)),
        (EvalCommand.Name, EvalCommand.Summary, EvalCommand.Create),
        (AblateCommand.Name, AblateCommand.Summary, () => AblateCommand.Create(termination)),
    ];
}
