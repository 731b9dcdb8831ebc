using System.Globalization;
using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>The images of a .npz as the ADM suite has them: <c>arr_0</c>, uint8 <c>[N, H, W, 3]</c>, read a batch at a time.</summary>
internal sealed class NpzImages : IImageBatches
{
    /// <summary>The array's name in ADM's files.</summary>
    public const string ArrayName = "arr_0";

    private readonly string _path;
    private readonly (int Height, int Width) _size;

    private NpzImages(string path, int count, int height, int width) => (_path, Count, _size) = (path, count, (height, width));

    /// <summary>Looks at the array's header.</summary>
    /// <exception cref="CheckpointException">The file is unreadable or holds no such images.</exception>
    public static NpzImages Open(string path)
    {
        using var archive = NpzArchive.Open(path);
        using var array = archive.Array(ArrayName);
        if (array.Dtype != TensorDtype.U8 || array.Shape is not [> 0 and <= int.MaxValue, > 0 and < 1 << 15, > 0 and < 1 << 15, 3])
        {
            throw new CheckpointException(string.Create(
                CultureInfo.InvariantCulture, $"Array {path} '{ArrayName}' is {array.Dtype.HeaderName()} [{string.Join(", ", array.Shape)}]; pictures are U8 [N, H, W, 3]."));
        }

        return new NpzImages(path, (int)array.Shape[0], (int)array.Shape[1], (int)array.Shape[2]);
    }

    public string Name => Path.GetFileName(_path);

    public int Count { get; }

    /// <inheritdoc/>
    public IEnumerable<torch.Tensor> Batches(int size) => Bytes(size).Select(batch => ByteImages.FromBytes(batch.Bytes, batch.Count, _size.Height, _size.Width));

    /// <summary>Reads all into memory.</summary>
    /// <exception cref="CheckpointException">The file is damaged, or its images are not square.</exception>
    public ByteImages ToMemory() => _size.Height == _size.Width
        ? new ByteImages(Name, _size.Height, [.. Bytes(1).Select(one => one.Bytes)])
        : throw new CheckpointException(string.Create(CultureInfo.InvariantCulture, $"Array {_path} holds pictures of {_size.Height} × {_size.Width} pixels; square ones are needed."));

    private IEnumerable<(byte[] Bytes, int Count)> Bytes(int batch)
    {
        using var archive = NpzArchive.Open(_path);
        using var array = archive.Array(ArrayName);
        for (var start = 0; start < Count; start += batch)
        {
            var count = Math.Min(batch, Count - start);
            var bytes = new byte[count * _size.Height * _size.Width * 3];
            array.ReadNext(bytes);
            yield return (bytes, count);
        }
    }
}
