using System.Formats.Tar;
using System.Globalization;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>The files of one archive in its order, and what is no file that could be used.</summary>
internal sealed class TarMembers
{
    private const int BlockBytes = 512;
    private const int ScanBytes = 1 << 16;

    private readonly FileStream _stream;
    private readonly string _shard;
    private readonly List<TarMember> _files = [];
    private readonly Dictionary<string, TarMember> _byName = new(StringComparer.Ordinal);

    private TarMembers(FileStream stream, string shard) => (_stream, _shard) = (stream, shard);

    /// <summary>Regular files, hard links among them, in the archive's order.</summary>
    public IReadOnlyList<TarMember> Files => _files;

    /// <summary>What was passed over; names with the shard in front.</summary>
    public IgnoredTally Ignored { get; } = new();

    /// <summary>Members that are no folders.</summary>
    public int Found { get; private set; }

    /// <summary>That members stand behind an end mark, or null.</summary>
    public string? Remark { get; private set; }

    /// <summary>Reads all headers, and goes on behind end marks as GNU tar does with --ignore-zeros.</summary>
    /// <exception cref="IOException">The archive ends inside a member.</exception>
    /// <exception cref="InvalidDataException">It is no tar archive.</exception>
    public static TarMembers Read(FileStream stream, string shard)
    {
        var members = new TarMembers(stream, shard);
        var (behind, marks) = (0, 0);
        for (long? start = 0; start is { } position; marks++)
        {
            stream.Position = position;
            var before = members.Found;
            members.ReadUntilMark();
            behind += marks > 0 ? members.Found - before : 0;
            start = members.NextHeader(position);
        }

        members.Remark = behind > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{shard}: {behind} members stand behind an end mark (archives were appended to each other); they are read.")
            : null;
        return members;
    }

    private void ReadUntilMark()
    {
        using var reader = new TarReader(_stream, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes || entry.Name.EndsWith('/'))
            {
                continue;
            }

            Found++;
            if (SystemNames.HidesPath(entry.Name))
            {
                Ignored.Add(IgnoredReason.HiddenName, Place(entry.Name));
            }
            else
            {
                Add(entry);
            }
        }
    }

    private void Add(TarEntry entry)
    {
        var member = entry.EntryType switch
        {
            TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => TarMember.Of(entry, _stream.Length),
            TarEntryType.HardLink => _byName.GetValueOrDefault(entry.LinkName) is { } target ? target with { Name = entry.Name } : null,
            _ => null,
        };
        if (member is null)
        {
            Ignored.Add(ImageFiles.Names(entry.Name) ? IgnoredReason.Unreadable : IgnoredReason.UnknownType, Place(entry.Name));
            return;
        }

        _files.Add(member);
        _byName[member.Name] = member;
    }

    // Behind the mark that ended the reader: the next block that is not zero.
    private long? NextHeader(long start)
    {
        var position = (Math.Max(_stream.Position, start + BlockBytes) + BlockBytes - 1) / BlockBytes * BlockBytes;
        var buffer = new byte[ScanBytes];
        while (position < _stream.Length)
        {
            _stream.Position = position;
            var read = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var filled = buffer.AsSpan(0, read).IndexOfAnyExcept((byte)0);
            if (filled >= 0)
            {
                return position + (filled / BlockBytes * BlockBytes);
            }

            position += read;
        }

        return null;
    }

    private string Place(string name) => $"{_shard}/{name}";
}
