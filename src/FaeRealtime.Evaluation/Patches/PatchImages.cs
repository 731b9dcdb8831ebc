using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Resampling;
using FaeRealtime.Evaluation.ImageSets;
using TorchSharp;

namespace FaeRealtime.Evaluation.Patches;

/// <summary>A few picture files at a model's size.</summary>
internal sealed class PatchPictures
{
    private readonly RgbPicture[] pictures;

    /// <summary>Reads the files; those of another size are cropped as ADM does.</summary>
    /// <exception cref="ImageFileException">A file is missing or no picture.</exception>
    public PatchPictures(IReadOnlyList<string> paths, int side) => (pictures, Side) = ([.. paths.Select(path => PictureFile.Read(path, side))], side);

    public int Side { get; }

    public int Count => pictures.Length;

    public RgbPicture this[int index] => pictures[index];

    /// <summary>All of them.</summary>
    /// <returns><c>[N, 3, S, S]</c> in [0, 1]; the caller disposes.</returns>
    public torch.Tensor Batch() => BytePictures.FromBytes([.. pictures.SelectMany(picture => picture.Pixels)], Count, Side, Side);
}
