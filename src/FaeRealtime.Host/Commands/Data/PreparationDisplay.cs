using FaeRealtime.Data.Sources;
using Spectre.Console;

namespace FaeRealtime.Host.Commands.Data;

/// <summary>Shows a data preparation on stderr: a bar on a terminal, one line a step otherwise.</summary>
internal static class PreparationDisplay
{
    public static async Task<T> RunAsync<T>(Func<IProgress<PreparationProgress>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return await work(new Lines()).ConfigureAwait(false);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().StartAsync(context => work(new Bar(context.AddTask("data")))).ConfigureAwait(false);
    }

    private sealed class Lines : IProgress<PreparationProgress>
    {
        private string? _last;

        public void Report(PreparationProgress value)
        {
            if (value.Step != _last)
            {
                _last = value.Step;
                Console.Error.WriteLine(value.Step);
            }
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<PreparationProgress>
    {
        public void Report(PreparationProgress value)
        {
            task.Description = value.Step;
            task.IsIndeterminate = value.Total == 0;
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
