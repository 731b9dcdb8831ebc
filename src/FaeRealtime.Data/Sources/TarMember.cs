using System.Formats.Tar;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>One file of a shard.</summary>
/// <param name="Name">As the shard has it.</param>
/// <param name="Offset">Its first byte in the shard.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Bytes">The content of a caption or label; null for anything else, and where it is too long to be one.</param>
internal sealed record TarMember(string Name, long Offset, long Length, byte[]? Bytes)
{
    private int NameStart => Name.LastIndexOf('/') + 1;

    private int FirstDot => Name.IndexOf('.', NameStart);

    /// <summary>Which sample it belongs to: the path up to the first dot of its last part, as WebDataset has it.</summary>
    public string Key => PathKey.Of(FirstDot < 0 ? Name : Name[..FirstDot]);

    /// <summary>What stands between the key and the last extension: empty for KEY.EXT.</summary>
    public string Middle => FirstDot < 0 || Name.LastIndexOf('.') == FirstDot ? string.Empty : Name[(FirstDot + 1)..Name.LastIndexOf('.')];

    /// <summary>Whether it is an image that is decoded.</summary>
    public bool IsImage => ImageFiles.Names(Name);

    /// <summary>Whether it is a caption.</summary>
    public bool IsCaption => Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a label.</summary>
    public bool IsLabel => Name.EndsWith(".cls", StringComparison.OrdinalIgnoreCase);

    /// <summary>Describes an archive's entry; the content of captions and labels is read.</summary>
    /// <exception cref="EndOfStreamException">It ends behind the shard.</exception>
    public static TarMember Of(TarEntry entry, long shard)
    {
        if (entry.DataOffset + entry.Length > shard)
        {
            throw new EndOfStreamException($"'{entry.Name}' goes on beyond the end");
        }

        var member = new TarMember(entry.Name, entry.DataOffset, entry.Length, null);
        return (member.IsCaption || member.IsLabel) && entry.Length <= CaptionText.MostBytes ? member with { Bytes = Content(entry) } : member;
    }

    private static byte[] Content(TarEntry entry)
    {
        var bytes = new byte[entry.Length];
        entry.DataStream?.ReadExactly(bytes);
        return bytes;
    }
}
