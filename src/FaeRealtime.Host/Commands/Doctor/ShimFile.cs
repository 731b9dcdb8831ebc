using System.Buffers.Binary;
using System.Text;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>What the file of TorchSharp's native library says of the one version of libstdc++ that Debian 12 lacks (src/build/CopyTorchShim.cs).</summary>
internal static class ShimFile
{
    /// <summary>The version's name.</summary>
    public const string Name = "GLIBCXX_3.4.32";

    private const ushort Weak = 2; // VER_FLG_WEAK

    /// <summary>Whether a file names the version as weak; null where it does not name it.</summary>
    public static bool? WeakName(string path)
    {
        // An entry of .gnu.version_r begins with the name's hash and its flags; no other table holds this number.
        var file = File.ReadAllBytes(path);
        Span<byte> hash = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, Hash(Name));
        var at = file.AsSpan().IndexOf(hash);
        return !Defines(file) || at < 0 || at + 6 > file.Length ? null : (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at + 4)) & Weak) != 0;
    }

    /// <summary>Whether a file has the version's name.</summary>
    public static bool Defines(string path) => Defines(File.ReadAllBytes(path));

    private static bool Defines(ReadOnlySpan<byte> file) => file.IndexOf(Encoding.ASCII.GetBytes($"\0{Name}\0")) >= 0;

    // The System V ABI's hash of symbol names.
    private static uint Hash(string name)
    {
        var hash = 0u;
        foreach (var letter in name)
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}
