using System.CommandLine;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Directions;

/// <summary><c>fae directions</c>: makes a model's semantic directions.</summary>
internal static class DirectionsCommand
{
    public const string Name = "directions";

    public const string Summary = "Find named directions for a model's pictures, as sliders: principal components of its features, and differences of phrases.";

    public static Command Create()
    {
        var options = new DirectionsOptions();
        var command = new Command(Name, Summary);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            foreach (var line in DirectionsRun.Run(options.Read(parsed), Console.Error, TimeProvider.System, cancellationToken))
            {
                Console.Out.WriteLine(line);
            }

            return ExitCode.Success;
        }));
        return command;
    }
}
