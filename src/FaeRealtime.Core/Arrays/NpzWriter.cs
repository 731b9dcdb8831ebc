using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Zip;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Arrays;

/// <summary>Writes named arrays as numpy.savez does, uncompressed. The same arrays give the same bytes.</summary>
public static class NpzWriter
{
    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="arrays">In this order.</param>
    /// <exception cref="IOException">The folder is missing, full or read-only.</exception>
    public static void Write(string path, IReadOnlyList<NpyArray> arrays) => AtomicFile.Write(path, stream =>
    {
        var archive = new ZipWriter(stream);
        foreach (var array in arrays)
        {
            var header = NpyHeader.Write(array.Dtype, array.Shape);
            var length = header.Length + array.Shape.Aggregate((long)array.Dtype.Size(), (product, size) => checked(product * size));
            archive.Add($"{array.Name}.npy", length, content =>
            {
                content.Write(header);
                array.Write(content);
            });
        }

        archive.Finish();
    });
}
