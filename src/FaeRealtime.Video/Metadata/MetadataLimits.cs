using System.Text;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Video.Metadata;

/// <summary>What metadata must be, so that every kind of file can hold it: one JSON object of limited length.</summary>
public static class MetadataLimits
{
    /// <summary>Most bytes of metadata as UTF-8: Linux passes a program arguments of up to 128 KiB each, and ffmpeg gets them as one.</summary>
    public const int MostBytes = 100_000;

    /// <summary>Whether metadata is short enough for every kind of file.</summary>
    public static bool Fits(string metadata) => Encoding.UTF8.GetByteCount(metadata) <= MostBytes;

    /// <summary>Refuses metadata that not every kind of file can hold.</summary>
    /// <exception cref="ConfigException">It is too long or no JSON object.</exception>
    public static void Check(string? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        if (!Fits(metadata))
        {
            throw new ConfigException($"The metadata of a video take {Encoding.UTF8.GetByteCount(metadata)} bytes, a video holds {MostBytes}. Give fewer seeds or keyframes.");
        }

        if (!ContainerReader.IsMetadata(metadata))
        {
            throw new ConfigException("The metadata of a video are one JSON object that starts with '{'.");
        }
    }
}
