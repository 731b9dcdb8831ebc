using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Sources;
using TorchSharp;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>The image files of a folder and the folders in it, brought to one size as ADM does, decoded when they are asked for.</summary>
internal sealed class FolderImages : IImageBatches
{
    private readonly string[] _files;
    private readonly int _side;

    private FolderImages(string path, string[] files, int side) => (Name, _files, _side) = (Path.GetFileName(path.TrimEnd(Path.DirectorySeparatorChar)), files, side);

    public string Name { get; }

    public int Count => _files.Length;

    /// <summary>Lists a folder as a data set's is listed: no hidden and system names, a folder that is linked twice once.</summary>
    /// <exception cref="ImageFileException">It holds no image or cannot be read.</exception>
    public static FolderImages Open(string path, int side)
    {
        try
        {
            string[] files = [.. FolderWalk.Of(path).Files.Where(ImageFiles.Names).Order(StringComparer.Ordinal).Select(file => Path.Combine(path, file))];
            return files.Length > 0 ? new FolderImages(path, files, side) : throw new ImageFileException($"Folder {path} holds no picture. Give a folder of PNG, JPEG, WebP, BMP or GIF files.");
        }
        catch (ConfigException failure)
        {
            throw new ImageFileException(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<torch.Tensor> Batches(int size) => _files.Chunk(size).Select(batch =>
        ByteImages.FromBytes([.. batch.SelectMany(file => ImageFile.Read(file, _side).Pixels)], batch.Length, _side, _side));
}
