using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Evaluation.ImageSets;

namespace FaeRealtime.Evaluation.Features;

/// <summary>Both splits of a data folder at a model's image size.</summary>
internal sealed record EvaluationData(ImageSet Train, ImageSet HeldOut, IReadOnlyList<string> Classes) : IDisposable
{
    /// <summary>How many samples each class deserves: its images, or 1 each for as many of every class.</summary>
    public IReadOnlyList<long> ClassWeights(bool balanced) => balanced
        ? [.. Classes.Select(_ => 1L)]
        : [.. Classes.Select((_, label) => Train.Labels.Concat(HeldOut.Labels).LongCount(known => known == label))];

    public SplitImages TrainImages => new("train", Train);

    public SplitImages HeldOutImages => new("held-out", HeldOut);

    /// <summary>Makes sure that the generator's classes are the data's.</summary>
    /// <exception cref="ConfigException">There is another number of them.</exception>
    public void RequireClasses(EvaluationOptions options)
    {
        var classes = options.Model.Config.Generator.Classes;
        if (classes > 0 && Classes.Count != classes)
        {
            throw new ConfigException($"Data folder {options.DataPath} has {Classes.Count} classes, model '{options.Model.Config.Name}' has {classes}. Give the data the model was trained on.");
        }
    }

    /// <summary>Loads a folder.</summary>
    /// <param name="options">Which folder, which model.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <param name="choose">Leaves images out; null for none.</param>
    /// <exception cref="ConfigException">No folder is named, it is none, or nothing is held out.</exception>
    /// <exception cref="ImageFileException">Images cannot be read.</exception>
    public static EvaluationData Load(EvaluationOptions options, CancellationToken cancellationToken, Func<DataSource, DataSource>? choose = null)
    {
        var path = options.DataPath ?? throw new ConfigException("A data set is needed: the pictures that the model was trained on.") { Subject = nameof(options.DataPath) };
        var (source, size) = (DataSources.Open(path, options.AllowLoss), options.Model.Config.PixelDecoder.ImageSize);
        if (source.HeldOut.Count == 0)
        {
            throw new ConfigException($"Data folder {path} holds nothing out: evaluation needs pictures that training never saw.");
        }

        source = choose?.Invoke(source) ?? source;

        var data = new EvaluationData(Open(source, source.Train, size, options), Open(source, source.HeldOut, size, options), source.Classes);
        try
        {
            data.Train.Prepare(null, cancellationToken);
            data.HeldOut.Prepare(null, cancellationToken);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Train.Dispose();
        HeldOut.Dispose();
    }

    private static ImageSet Open(DataSource source, IReadOnlyList<ImageEntry> entries, int size, EvaluationOptions options) =>
        ImageSet.Open(source.Path, entries, size, mirrored: false, new DataOptions { AllowLoss = options.AllowLoss }, notePath: null);
}
