using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Data.Loading;

/// <summary>Both splits of a data set at a model's size.</summary>
internal sealed record TrainingData(ImageSet Train, ImageSet HeldOut, IReadOnlyList<string> Classes) : IDisposable
{
    /// <summary>Opens a data set's images for a model, and decodes them where they fit into memory.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="model">Says size and classes.</param>
    /// <param name="flip">Whether training images are also seen mirrored.</param>
    /// <param name="options">Memory and workers.</param>
    /// <param name="notePath">Where skipped images are noted, or null.</param>
    /// <param name="report">Told what is done, how much of how much; may be null.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ConfigException">The data set's number of classes is not the generator's, or nothing is held out.</exception>
    /// <exception cref="ImageFileException">More than one image in a hundred cannot be read.</exception>
    public static TrainingData Load(
        DataSource source, ModelConfig model, bool flip, DataOptions options, string? notePath, Action<string, int, int>? report, CancellationToken cancellationToken)
    {
        RequireFit(source, model);
        var size = model.PixelDecoder.ImageSize;
        var data = new TrainingData(
            ImageSet.Open(source.Path, source.Train, size, flip, options, notePath),
            ImageSet.Open(source.Path, DataSource.Evenly(source.HeldOut, options.HeldOutLimit), size, mirrored: false, options, notePath),
            source.Classes);
        try
        {
            data.Train.Prepare((done, total) => report?.Invoke("pictures", done, total), cancellationToken);
            data.HeldOut.Prepare((done, total) => report?.Invoke("held-out pictures", done, total), cancellationToken);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a data set that a model cannot be trained on.</summary>
    /// <exception cref="ConfigException">Its number of classes is not the generator's, or nothing is held out.</exception>
    public static void RequireFit(DataSource source, ModelConfig model)
    {
        if (model.Generator.Classes != 0 && source.Classes.Count != model.Generator.Classes)
        {
            throw new ConfigException($"Data folder {source.Path} has {source.Classes.Count} classes, the recipe's model.generator.classes is {model.Generator.Classes}. Set it to {source.Classes.Count}.");
        }

        if (source.HeldOut.Count == 0)
        {
            throw new ConfigException($"Data folder {source.Path} holds out no picture, so nothing could be validated. Give it a val/ folder, or two pictures or more in a class.");
        }
    }

    public void Dispose()
    {
        Train.Dispose();
        HeldOut.Dispose();
    }
}
