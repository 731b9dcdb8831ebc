using FaeRealtime.Core.Errors;
using SixLabors.ImageSharp;

namespace FaeRealtime.Host.Output;

/// <summary>What writing pictures and films can fail with, and what is said then.</summary>
internal static class WriteFailure
{
    public static bool Is(Exception failure) => failure is IOException or UnauthorizedAccessException or ImageFormatException;

    public static ImageFileException Of(string path, Exception failure) =>
        new($"{path} cannot be written: {failure.Message.TrimEnd('.')}. Check the folder, its permissions and free space.", failure);
}
