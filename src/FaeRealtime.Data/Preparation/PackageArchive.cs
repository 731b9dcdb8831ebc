using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Preparation;

/// <summary>Reads an archive of npm: regular files under <c>package/</c>, each name checked, each content and all of it no larger than a limit that is known before it is read.</summary>
/// <param name="path">A <c>.tgz</c>.</param>
internal sealed class PackageArchive(string path)
{
    private const string Algorithm = "sha512-";
    private const string Root = "package/";
    private const int MostEntries = 200_000;

    /// <summary>The most bytes that all of it may have once it is unpacked, headers among them.</summary>
    public long Limit { get; init; } = 64L << 20;

    /// <summary>The most bytes of a file that is read.</summary>
    public long FileLimit { get; init; } = 64L << 20;

    /// <summary>Compares the archive with a pinned digest.</summary>
    /// <param name="package">Name and version, for the message.</param>
    /// <param name="integrity"><c>sha512-</c> and the digest in base 64, as npm writes it.</param>
    /// <exception cref="ConfigException">It is another archive.</exception>
    public void Verify(string package, string integrity)
    {
        using var file = InputFile.Open(path);
        var found = Algorithm + Convert.ToBase64String(SHA512.HashData(file));
        if (found != integrity)
        {
            throw new ConfigException(
                $"Archive '{path}' is not the pinned {package}: its digest is {found}, expected {integrity}. "
                + "The download is broken, or the registry serves another archive: delete the file and try again.");
        }
    }

    /// <summary>Hands over the files that are asked for, in the archive's order.</summary>
    /// <param name="wanted">Whether a file, named without <c>package/</c>, is read.</param>
    /// <param name="take">Takes its name and bytes.</param>
    /// <exception cref="ConfigException">It is damaged or too large, or has a link or a name outside the folder. What was taken before was sound.</exception>
    public void Read(Func<string, bool> wanted, Action<string, byte[]> take)
    {
        try
        {
            using var file = InputFile.Open(path);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var bounded = new BoundedStream(gzip, Limit, $"Archive '{path}'");
            using var tar = new TarReader(bounded);
            for (var entries = 0; tar.GetNextEntry() is { } entry; entries++)
            {
                if (entries == MostEntries)
                {
                    throw new ConfigException($"Archive '{path}' has more than {MostEntries} entries: it is no archive of npm.");
                }

                if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes) && Name(entry) is { } name && wanted(name))
                {
                    take(name, Content(entry));
                }
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new ConfigException($"Archive '{path}' is damaged or not a .tgz: {failure.Message} Delete it and fetch it again.", failure);
        }
    }

    private string Name(TarEntry entry)
    {
        var inside = entry.Name.StartsWith(Root, StringComparison.Ordinal) && InnerPath.IsPlain(entry.Name);
        if (!inside || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            throw new ConfigException($"Archive '{path}' has the entry '{Shortened.Text(entry.Name)}' ({entry.EntryType}), which is no file inside its folder. It is not an archive of npm: do not use it.");
        }

        return entry.Name[Root.Length..];
    }

    private byte[] Content(TarEntry entry)
    {
        if (entry.Length > FileLimit)
        {
            throw new ConfigException($"Archive '{path}': '{entry.Name}' has {entry.Length} bytes, more than the {FileLimit} that are read of such a file.");
        }

        var content = new byte[entry.Length];
        entry.DataStream?.ReadExactly(content);
        return content;
    }

    // A gzip stream does not tell how long it becomes, and a tar header may ask for any number of bytes of names.
    private sealed class BoundedStream(Stream inner, long limit, string name) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _read += read;
            return _read <= limit ? read : throw new ConfigException($"{name} unpacks to more than {limit >> 20} MiB: it is not what it should be.");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
