using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Resampling;
using FaeRealtime.Evaluation.ImageSets;
using TorchSharp;

namespace FaeRealtime.Evaluation.Patches;

/// <summary>A few image files at a model's size.</summary>
internal sealed class PatchImages
{
    private readonly RgbImage[] _images;

    /// <summary>Reads the files; those of another size are cropped as ADM does.</summary>
    /// <exception cref="ImageFileException">A file is missing or no image.</exception>
    public PatchImages(IReadOnlyList<string> paths, int side) => (_images, Side) = ([.. paths.Select(path => ImageFile.Read(path, side))], side);

    public int Side { get; }

    public int Count => _images.Length;

    public RgbImage this[int index] => _images[index];

    /// <summary>All of them.</summary>
    /// <returns><c>[N, 3, S, S]</c> in [0, 1]; the caller disposes.</returns>
    public torch.Tensor Batch() => ByteImages.FromBytes([.. _images.SelectMany(image => image.Pixels)], Count, Side, Side);
}
