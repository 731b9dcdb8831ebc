using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Data;
using FaeRealtime.Training.Evaluation.Sets;

namespace FaeRealtime.Training.Evaluation;

/// <summary>Both splits of a data folder at a model's picture size.</summary>
internal sealed record EvaluationData(PictureSet Train, PictureSet HeldOut, IReadOnlyList<string> Classes)
{
    public SplitPictures TrainPictures => new("train", Train);

    public SplitPictures HeldOutPictures => new("held-out", HeldOut);

    /// <summary>Loads a folder.</summary>
    /// <exception cref="ConfigException">No folder is named, it is none, or nothing is held out.</exception>
    /// <exception cref="ImageFileException">Pictures cannot be read.</exception>
    public static EvaluationData Load(EvaluationOptions options, CancellationToken cancellationToken)
    {
        var path = options.DataPath ?? throw new ConfigException("--data FOLDER is needed: the pictures the model was trained on, prepared by 'fae data'.");
        var folder = PreparedFolder.Open(path);
        var size = options.Model.Config.PixelDecoder.ImageSize;
        var data = new EvaluationData(
            PictureLoader.Load(folder, DatasetSplit.Train, size, mirrored: false, cancellationToken),
            PictureLoader.Load(folder, DatasetSplit.HeldOut, size, mirrored: false, cancellationToken),
            folder.Classes);
        return data.HeldOut.Count > 0 ? data : throw new ConfigException($"Data folder {path} holds nothing out: evaluation needs pictures that training never saw.");
    }
}
