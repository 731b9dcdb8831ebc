using System.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary><c>fae eval</c>: measures a model.</summary>
internal static class EvalCommand
{
    public const string Name = "eval";

    public const string Summary = "Measure a model: distances between sets of pictures in a frozen ViT's space (FD-<encoder>, which is not FID).";

    public static Command Create()
    {
        var command = new Command(Name, Summary);
        command.Subcommands.Add(GenerationCommand.Create());
        command.Subcommands.Add(ReconstructionCommand.Create());
        command.Subcommands.Add(UnderstandingCommand.Create());
        command.Subcommands.Add(RetrievalCommand.Create());
        command.Subcommands.Add(PatchesCommand.Create());
        command.Subcommands.Add(NeighboursCommand.Create());
        command.Subcommands.Add(AttributesCommand.Create());
        command.Subcommands.Add(FilesCommand.Create());
        return command;
    }
}
