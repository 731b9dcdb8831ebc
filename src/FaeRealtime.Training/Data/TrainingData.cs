using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Data;

/// <summary>Both splits of a data folder in memory.</summary>
internal sealed record TrainingData(PictureSet Train, PictureSet HeldOut, IReadOnlyList<string> Classes)
{
    /// <summary>Loads a data folder for a model.</summary>
    /// <exception cref="ConfigException">The folder is none, or its number of classes is not the generator's.</exception>
    /// <exception cref="ImageFileException">Pictures cannot be read.</exception>
    public static TrainingData Load(PreparedFolder folder, ModelConfig model, bool flip, CancellationToken cancellationToken)
    {
        if (folder.Classes.Count != model.Generator.Classes)
        {
            throw new ConfigException($"Data folder {folder.Path} has {folder.Classes.Count} classes, the recipe's model.generator.classes is {model.Generator.Classes}. Set it to {folder.Classes.Count}.");
        }

        var size = model.PixelDecoder.ImageSize;
        return new TrainingData(
            PictureLoader.Load(folder, DatasetSplit.Train, size, flip, cancellationToken),
            PictureLoader.Load(folder, DatasetSplit.HeldOut, size, mirrored: false, cancellationToken),
            folder.Classes);
    }
}
