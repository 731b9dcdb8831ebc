using FaeRealtime.Core.Errors;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>A file's keys or shapes do not fit a network. The message names a few, the report all.</summary>
/// <param name="report">What does not fit.</param>
public sealed class KeyMismatchException(KeyReport report) : CheckpointException($"Checkpoint '{report.Path}'{Family(report)}: {report.Summary()}. Use the config saved beside the checkpoint.")
{
    /// <summary>Every key and shape that does not fit.</summary>
    public KeyReport Report { get; } = report;

    private static string Family(KeyReport report) => report.Layout.Name == CheckpointLayout.Exact.Name ? string.Empty : $" (keys of {report.Layout.Name})";
}
