using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Ablate;
using FaeRealtime.Host.Commands.Bench;
using FaeRealtime.Host.Commands.Data;
using FaeRealtime.Host.Commands.Demo;
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
internal static class CommandList
{
    /// <param name="termination">What ends the program, for commands that hold it off while they save.</param>
    public static IEnumerable<Command> All(Termination termination) => [DemoCommand.Create(), LiveCommand.Create(), ServeCommand.Create(), ImagesCommand.Create(), VideoCommand.Create(), MorphCommand.Create(), RenderCommand.Create(), RemakeCommand.Create(), InfoCommand.Create(), DoctorCommand.Create(), BenchCommand.Create(), SoakCommand.Create(), ImportCommand.Create(), ExportCommand.Create(), ParityCommand.Create(), DataCommand.Create(), RecipeCommand.Create(), TrainCommand.Create(termination), EvalCommand.Create(), AblateCommand.Create(termination)];
}
