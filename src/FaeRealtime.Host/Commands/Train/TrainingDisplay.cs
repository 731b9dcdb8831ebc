using System.Globalization;
using FaeRealtime.Training.Runs;
using Spectre.Console;

namespace FaeRealtime.Host.Commands.Train;

/// <summary>Shows training on stderr: a bar on a terminal, otherwise a plain line about every ten seconds.</summary>
internal static class TrainingDisplay
{
    /// <param name="work">What reports progress.</param>
    /// <param name="quiet">Shows nothing.</param>
    public static void Run(Action<IProgress<TrainingProgress>> work, bool quiet = false)
    {
        if (quiet)
        {
            work(new Nothing());
            return;
        }

        if (Console.IsErrorRedirected)
        {
            work(new Lines(TimeProvider.System));
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => work(new Bars(context)));
    }

    private static string Title(TrainingProgress value) => value.Stage is { } stage ? $"{stage} {value.Activity}" : value.Activity;

    private static string Describe(TrainingProgress value)
    {
        var losses = string.Concat(value.Losses.Select(loss => string.Create(CultureInfo.InvariantCulture, $" {loss.Name} {loss.Value:g4}")));
        var rate = value.ImagesPerSecond > 0
            ? string.Create(CultureInfo.InvariantCulture, $" {value.ImagesPerSecond:f1} images/s, {value.Remaining:h\\:mm\\:ss} left")
            : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{Title(value)} {value.Done}/{value.Total}{rate}{losses}");
    }

    private sealed class Nothing : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
        }
    }

    private sealed class Lines(TimeProvider clock) : IProgress<TrainingProgress>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
        private long _last;
        private string? _title;

        public void Report(TrainingProgress value)
        {
            var now = clock.GetTimestamp();
            var rare = value.Activity == "validation" || value.Done == value.Total || Title(value) != _title;
            if (rare || clock.GetElapsedTime(_last, now) >= Interval)
            {
                (_last, _title) = (now, Title(value));
                Console.Error.WriteLine(Describe(value));
            }
        }
    }

    private sealed class Bars(ProgressContext context) : IProgress<TrainingProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(TrainingProgress value)
        {
            var title = Title(value);
            if (!_tasks.TryGetValue(title, out var task))
            {
                task = context.AddTask(title);
                _tasks[title] = task;
            }

            task.MaxValue = value.Total;
            task.Value = value.Done;
            task.Description = Markup.Escape(Describe(value));
        }
    }
}
