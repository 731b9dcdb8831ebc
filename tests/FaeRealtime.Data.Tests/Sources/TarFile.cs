using System.Formats.Tar;

namespace FaeRealtime.Data.Tests.Sources;

/// <summary>Shards as tests need them.</summary>
internal static class TarFile
{
    private const int EndMarkBytes = 1024;

    /// <summary>Writes members in their order.</summary>
    public static void Write(string path, params (string Name, byte[] Content)[] members) => File.WriteAllBytes(path, Bytes(members));

    /// <summary>An archive, its end mark included.</summary>
    public static byte[] Bytes(params (string Name, byte[] Content)[] members)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        Assert.True(stream.Length > EndMarkBytes);
        return stream.ToArray();
    }
}
