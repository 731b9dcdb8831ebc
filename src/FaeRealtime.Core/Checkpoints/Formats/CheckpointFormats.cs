using System.Buffers.Binary;

namespace FaeRealtime.Core.Checkpoints.Formats;

/// <summary>Tells formats apart by content; names are no evidence.</summary>
internal static class CheckpointFormats
{
    private const int TarMagicOffset = 257;

    /// <summary>Looks at a file's beginning.</summary>
    /// <param name="file">The file. Borrowed.</param>
    public static CheckpointFormat Of(MappedFile file)
    {
        var start = file.Span(0, (int)Math.Min(file.Length, 512));
        if (IsSafetensors(start))
        {
            return CheckpointFormat.Safetensors;
        }

        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8))
        {
            return CheckpointFormat.Zip;
        }

        return start is [0x80, >= 2 and <= 5, ..] ? CheckpointFormat.Pickle : OfText(start);
    }

    /// <remarks>Asked first: a header's length may begin like any other magic number, but its upper half is zero and «{» follows it.</remarks>
    private static bool IsSafetensors(ReadOnlySpan<byte> start) =>
        HasHeaderLength(start) && start.Length > SafetensorsHeader.LengthBytes && start[SafetensorsHeader.LengthBytes] == (byte)'{';

    private static bool HasHeaderLength(ReadOnlySpan<byte> start) =>
        start.Length >= SafetensorsHeader.LengthBytes && BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafetensorsHeader.MaximumLength;

    private static CheckpointFormat OfText(ReadOnlySpan<byte> start)
    {
        if (start.Length > TarMagicOffset && start[TarMagicOffset..].StartsWith("ustar"u8))
        {
            return CheckpointFormat.Tar;
        }

        var text = (start.StartsWith("\uFEFF"u8) ? start[3..] : start).TrimStart(" \t\r\n"u8);
        return text switch
        {
            _ when text.StartsWith("{"u8) => CheckpointFormat.Json,
            _ when text.StartsWith("version https://git-lfs"u8) => CheckpointFormat.GitLfsPointer,
            _ when text.StartsWith("<"u8) => CheckpointFormat.WebPage,

            // Most likely a damaged one: its own reader says what is wrong.
            _ when HasHeaderLength(start) => CheckpointFormat.Safetensors,
            _ => CheckpointFormat.Unknown,
        };
    }
}

/// <summary>What a file's first bytes say that it is.</summary>
internal enum CheckpointFormat
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>safetensors.</summary>
    Safetensors,

    /// <summary>A zip archive, which torch.save writes since 1.6.</summary>
    Zip,

    /// <summary>A binary pickle, as torch.save wrote before 1.6.</summary>
    Pickle,

    /// <summary>JSON: the index of a checkpoint in shards.</summary>
    Json,

    /// <summary>The stand-in that Git LFS leaves where a file was not fetched.</summary>
    GitLfsPointer,

    /// <summary>A web page, saved in place of the file.</summary>
    WebPage,

    /// <summary>A tar archive, as torch.save wrote before 0.1.10.</summary>
    Tar,
}
