using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Window;

namespace FaeRealtime.Host.Commands.Demo;

/// <summary><c>fae demo</c>: a model's pictures, moving.</summary>
internal static class DemoCommand
{
    public const string Name = "demo";

    public const string Summary = "Show a model's pictures, moving: in a window, or without a display as an animated file.";

    public static Command Create()
    {
        var options = new DemoOptions();
        var command = new Command(Name, Summary);
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() => Execute(options.Read(parsed), options.Headless(parsed), cancellationToken)));
        return command;
    }

    private static int Execute(DemoRequest request, bool headless, CancellationToken cancellationToken)
    {
        if (!headless)
        {
            if (LiveWindow.TryOpen(request.Window, out var reason) is { } window)
            {
                using (window)
                {
                    window.Run(cancellationToken);
                    return ExitCode.Success;
                }
            }

            Console.Error.WriteLine($"fae: {reason} Writing {request.Out} and a grid of its frames instead of opening a window.");
        }

        HeadlessDemo.Print(HeadlessDemo.Run(request, cancellationToken), request.Json);
        return ExitCode.Success;
    }
}
