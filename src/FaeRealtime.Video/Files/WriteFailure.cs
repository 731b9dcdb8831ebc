using FaeRealtime.Core.Errors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;

namespace FaeRealtime.Video.Files;

/// <summary>What writing pictures and videos can fail with, and what is said then.</summary>
public static class WriteFailure
{
    /// <summary>Whether writing a file can fail so.</summary>
    public static bool Is(Exception failure) => failure is IOException or UnauthorizedAccessException || IsLibrary(failure);

    /// <summary>Whether the library that writes pictures refused: the format, the processing or the memory.</summary>
    public static bool IsLibrary(Exception failure) => failure is ImageFormatException or ImageProcessingException or InvalidMemoryOperationException;

    /// <summary>What is said of a file that could not be written.</summary>
    public static ImageFileException Of(string path, Exception failure) =>
        new($"{path} cannot be written: {failure.Message.TrimEnd('.')}. Check the folder, its permissions and free space.", failure);
}
