namespace FaeRealtime.Training.Export;

/// <summary>What an export takes and where it goes.</summary>
/// <param name="RunPath">A training run's folder.</param>
/// <param name="TargetPath">A new or empty folder, or a model folder of the same name.</param>
public sealed record ExportOptions(string RunPath, string TargetPath)
{
    /// <summary>The data folder, for a run that did not note its sources.</summary>
    public string? DataPath { get; init; }

    /// <summary>The frozen encoder's weights, likewise.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>The perceptual net's weights, likewise.</summary>
    public string? PerceptualPath { get; init; }

    /// <summary>A Markdown file about origins and licences that goes into the README.</summary>
    public string? NotesPath { get; init; }
}
