using System.Text;

namespace FaeRealtime.House.Tests.Build;

/// <summary>A small 64-bit ELF image with what the shim has of symbol versions: libraries with their versions, symbols with the version that each needs, relocations.</summary>
internal static class ShimImage
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;

    /// <summary>Builds one.</summary>
    /// <param name="versions">Names that libstdc++.so.6 must have, numbered from 2 on; a first library (libc.so.6, GLIBC_2.34, number 9) stands before it.</param>
    /// <param name="symbols">Names of symbols from number 1 on, each with the number of its version.</param>
    /// <param name="relocated">Numbers of the symbols that relocations refer to.</param>
    public static byte[] Create(string[] versions, (string Name, int Version)[] symbols, params int[] relocated)
    {
        var names = new StringBuilder("\0");
        int Name(string text)
        {
            names.Append(text).Append('\0');
            return names.Length - text.Length - 1;
        }

        var needs = Needs(versions, Name);
        var table = new byte[24 * (symbols.Length + 1)];
        var indices = new byte[2 * (symbols.Length + 1)];
        for (var i = 0; i < symbols.Length; i++)
        {
            BitConverter.GetBytes(Name(symbols[i].Name)).CopyTo(table, 24 * (i + 1));
            BitConverter.GetBytes((ushort)symbols[i].Version).CopyTo(indices, 2 * (i + 1));
        }

        var relocations = relocated.SelectMany(symbol => Words(0x1000UL, ((ulong)symbol << 32) | 6, 0)).ToArray();
        return Assemble((3, Encoding.ASCII.GetBytes(names.ToString()), 0), (11, table, 1), (0x6fffffff, indices, 2), (0x6ffffffe, needs, 1), (4, relocations, 2));
    }

    /// <summary>Where the flags of a version stand.</summary>
    public static int FlagsOf(byte[] image, int version)
    {
        var table = (int)BitConverter.ToUInt64(image, (int)BitConverter.ToUInt64(image, 0x28) + (4 * SectionHeaderSize) + 0x18);

        // libc's record and its one version stand before libstdc++'s record.
        return table + 32 + 16 + (16 * (version - 2)) + 4;
    }

    private static byte[] Needs(string[] versions, Func<string, int> name)
    {
        // A record of a library: version 1, count, name, offset of the first version, offset of the next library.
        List<byte> table = [.. Record(1, name("libc.so.6"), 32), .. Version(name("GLIBC_2.34"), 9, last: true), .. Record(versions.Length, name("libstdc++.so.6"), 0)];
        for (var i = 0; i < versions.Length; i++)
        {
            table.AddRange(Version(name(versions[i]), i + 2, i == versions.Length - 1));
        }

        return [.. table];
    }

    private static byte[] Record(int count, int name, int next) =>
        [.. BitConverter.GetBytes((ushort)1), .. BitConverter.GetBytes((ushort)count), .. BitConverter.GetBytes(name), .. BitConverter.GetBytes(16), .. BitConverter.GetBytes(next)];

    private static byte[] Version(int name, int number, bool last) =>
        [.. BitConverter.GetBytes(0x1234), .. BitConverter.GetBytes((ushort)0), .. BitConverter.GetBytes((ushort)number), .. BitConverter.GetBytes(name), .. BitConverter.GetBytes(last ? 0 : 16)];

    private static IEnumerable<byte> Words(params ulong[] words) => words.SelectMany(BitConverter.GetBytes);

    private static byte[] Assemble(params (uint Type, byte[] Content, int Link)[] sections)
    {
        var headers = new List<byte>(new byte[SectionHeaderSize]);
        var body = new List<byte>();
        foreach (var (type, content, link) in sections)
        {
            headers.AddRange(
            [
                .. BitConverter.GetBytes(0), .. BitConverter.GetBytes(type), .. Words(0, 0, (ulong)(HeaderSize + body.Count), (ulong)content.Length), .. BitConverter.GetBytes(link), .. BitConverter.GetBytes(0),
                .. Words(8, 0),
            ]);
            body.AddRange(content);
        }

        var header = new byte[HeaderSize];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(header, 0);
        BitConverter.GetBytes((ulong)(HeaderSize + body.Count)).CopyTo(header, 0x28);
        BitConverter.GetBytes((ushort)SectionHeaderSize).CopyTo(header, 0x3a);
        BitConverter.GetBytes((ushort)(sections.Length + 1)).CopyTo(header, 0x3c);
        return [.. header, .. body, .. headers];
    }
}
