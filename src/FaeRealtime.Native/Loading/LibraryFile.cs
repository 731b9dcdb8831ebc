using System.Buffers.Binary;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Loading;

/// <summary>Looks at a library's file before the loader does, which ends the process (SIGBUS) where a file is cut short, and does not say what a link leads to.</summary>
internal static class LibraryFile
{
    private const int HeaderBytes = 64;
    private const string Remedy = "Restore the packages anew.";

    private static ReadOnlySpan<byte> Elf64LittleEndian => [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    /// <summary>Refuses a file that is not there or cannot be whole. What is no 64-bit ELF file is left to the loader.</summary>
    /// <param name="path">A file, or a link to one.</param>
    /// <exception cref="NativeException">It is missing, unreadable or cut short.</exception>
    public static void Require(string path)
    {
        try
        {
            var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (!new FileInfo(real).Exists)
            {
                throw new NativeException($"{path} leads to {real}, which is not there, or not for this user. {Remedy}") { Subject = Libtorch.Subject };
            }

            using var file = File.OpenRead(real);
            Span<byte> header = stackalloc byte[HeaderBytes];
            var read = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
            var needed = header[..read].StartsWith(Elf64LittleEndian) && read == HeaderBytes ? EndOfSections(header) : HeaderBytes;
            if (file.Length < needed)
            {
                throw new NativeException($"{real} is cut short: it has {file.Length} bytes of at least {needed}. {Remedy}") { Subject = Libtorch.Subject };
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NativeException($"{path} cannot be read: {failure.Message} {Remedy}", failure) { Subject = Libtorch.Subject };
        }
    }

    // The table of sections stands last in what linkers write: e_shoff + e_shentsize · e_shnum.
    private static long EndOfSections(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadInt64LittleEndian(header[0x28..]) + (BinaryPrimitives.ReadUInt16LittleEndian(header[0x3A..]) * (long)BinaryPrimitives.ReadUInt16LittleEndian(header[0x3C..]));
}
