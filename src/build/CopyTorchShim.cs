#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

/// <summary>
/// Build task: copies TorchSharp's native shim and, where this system's libstdc++ is older than the one that the shim names, marks that one name as weak in the copy.
/// </summary>
/// <remarks>
/// libLibTorchSharp.so 0.107.0 asks for the symbol version GLIBCXX_3.4.32; Debian 12 has 3.4.30, so the loader refuses the file. The only symbol of that version is std::ios_base_library_init(), to
/// which no relocation refers: nothing calls it. With the flag VER_FLG_WEAK on that entry of .gnu.version_r the loader warns nobody and goes on. The package's own file is never touched.
/// </remarks>
public sealed class CopyTorchShim : Microsoft.Build.Utilities.Task
{
    /// <summary>The shim as the package brings it.</summary>
    [Required]
    public string Source { get; set; } = string.Empty;

    /// <summary>Where the program looks for it.</summary>
    [Required]
    public string Destination { get; set; } = string.Empty;

    /// <summary>The system's C++ library; empty for the one that this very build process has loaded.</summary>
    public string Libstdcxx { get; set; } = string.Empty;

    public override bool Execute()
    {
        try
        {
            var bytes = File.ReadAllBytes(Source);
            var library = Libstdcxx.Length > 0 ? Libstdcxx : TorchShim.LoadedLibstdcxx();
            if (library is not null && !TorchShim.Defines(library, TorchShim.Version) && TorchShim.Weaken(bytes))
            {
                Log.LogMessage(MessageImportance.Low, "{0}: {1} has no {2}, so that name is weak in the copy.", Destination, library, TorchShim.Version);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination))!);
            Place(bytes);
        }
        catch (Exception error) when (error is IOException || error is UnauthorizedAccessException || error is InvalidDataException)
        {
            Log.LogError("TorchSharp's shim {0} could not be placed as {1}: {2}", Source, Destination, error.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private const int MostAttempts = 100;

    // Another build may do the same at the same time: a name of its own, and whose file comes last does not matter.
    private void Place(byte[] bytes)
    {
        var temporary = Destination + "." + Guid.NewGuid().ToString("N") + ".new";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            for (var attempt = 1; File.Exists(temporary); attempt++)
            {
                File.Delete(Destination);
                try
                {
                    File.Move(temporary, Destination);
                }
                catch (IOException) when (attempt < MostAttempts)
                {
                    // Another has placed its own in between.
                }
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}

/// <summary>Reads the few parts of a 64-bit little-endian ELF file that decide whether a symbol version is needed, and marks one as not needed.</summary>
public static class TorchShim
{
    /// <summary>The symbol version that the shim names and Debian 12 lacks.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    /// <summary>The one symbol that may have it: libstdc++'s marker «iostreams are initialised», referred to by no relocation.</summary>
    public const string Symbol = "_ZSt21ios_base_library_initv";

    private const ushort Weak = 2; // VER_FLG_WEAK
    private const int SymbolTable = 11, Relocations = 4, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff; // SHT_DYNSYM, SHT_RELA, SHT_GNU_verneed, SHT_GNU_versym

    /// <summary>The libstdc++ of this process, as the loader found it; null where the system does not tell.</summary>
    public static string? LoadedLibstdcxx()
    {
        const string maps = "/proc/self/maps";
        return File.Exists(maps)
            ? File.ReadLines(maps)
                .Select(line => line.IndexOf('/') is var start && start >= 0 ? line.Substring(start) : string.Empty)
                .FirstOrDefault(path => Path.GetFileName(path).StartsWith("libstdc++.so.6", StringComparison.Ordinal) && File.Exists(path)) // one that was upgraded meanwhile ends in « (deleted)»
            : null;
    }

    /// <summary>Whether a library's string tables hold a name of a symbol version.</summary>
    public static bool Defines(string library, string version)
    {
        // A build task compiles against .NET Standard 2.0, which has no spans: one character a byte does for a search.
        const int oneCharacterAByte = 28591;
        return Encoding.GetEncoding(oneCharacterAByte).GetString(File.ReadAllBytes(library)).IndexOf("\0" + version + "\0", StringComparison.Ordinal) >= 0;
    }

    /// <summary>Marks <see cref="Version"/> as weak in the bytes of a shim.</summary>
    /// <returns>False where the file does not name that version, or names it as weak already: nothing was changed.</returns>
    /// <exception cref="InvalidDataException">It is no such file, or something besides <see cref="Symbol"/> needs the version, so that a weak mark would hide a real lack.</exception>
    public static bool Weaken(byte[] file)
    {
        try
        {
            return WeakenChecked(file);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException("the file ends in the middle of its tables (" + error.Message + "). Restore the package anew.", error);
        }
    }

    private static bool WeakenChecked(byte[] file)
    {
        if (file.Length < 64 || file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[3] != 'F' || file[4] != 2 || file[5] != 1)
        {
            throw new InvalidDataException("it is no 64-bit little-endian ELF file. Restore the package anew.");
        }

        var sections = Sections(file);
        var needs = sections.Where(section => section.Type == VersionNeeds).ToList();
        if (needs.Count == 0 || Entry(file, needs[0], sections[needs[0].Link]) is not { } entry)
        {
            return false;
        }

        var flags = BitConverter.ToUInt16(file, entry.Offset + 4);
        if ((flags & Weak) != 0)
        {
            return false;
        }

        var symbols = sections.FirstOrDefault(section => section.Type == SymbolTable);
        var versions = sections.FirstOrDefault(section => section.Type == SymbolVersions);
        if (symbols is null || versions is null)
        {
            throw new InvalidDataException("it names " + Version + " but has no table of symbols to check.");
        }

        var names = sections[symbols.Link];
        var needing = Enumerable.Range(0, (int)(versions.Size / 2)).Where(index => (BitConverter.ToUInt16(file, versions.Offset + (2 * index)) & 0x7fff) == entry.Index).ToList();
        var others = needing.Select(index => Text(file, names.Offset + BitConverter.ToInt32(file, symbols.Offset + (24 * index)))).Where(name => name != Symbol).ToList();
        if (others.Count > 0)
        {
            throw new InvalidDataException("it needs " + Version + " for " + string.Join(", ", others.Take(3)) + ", which this system's libstdc++ lacks. Use a newer system, or the TorchSharp that this project pins.");
        }

        foreach (var table in sections.Where(section => section.Type == Relocations))
        {
            for (var at = table.Offset; at < table.Offset + table.Size; at += 24)
            {
                if (needing.Contains((int)(BitConverter.ToUInt64(file, (int)at + 8) >> 32)))
                {
                    throw new InvalidDataException("it calls " + Symbol + " of " + Version + ", which this system's libstdc++ lacks. Use a newer system, or the TorchSharp that this project pins.");
                }
            }
        }

        BitConverter.GetBytes((ushort)(flags | Weak)).CopyTo(file, entry.Offset + 4);
        return true;
    }

    private static List<Section> Sections(byte[] file)
    {
        var offset = (int)BitConverter.ToUInt64(file, 0x28);
        var size = BitConverter.ToUInt16(file, 0x3a);
        return Enumerable.Range(0, BitConverter.ToUInt16(file, 0x3c))
            .Select(index => offset + (index * size))
            .Select(at => new Section(BitConverter.ToInt32(file, at + 4), (int)BitConverter.ToUInt64(file, at + 0x18), (long)BitConverter.ToUInt64(file, at + 0x20), BitConverter.ToInt32(file, at + 0x28)))
            .ToList();
    }

    // A chain of files (Elf64_Verneed), each with a chain of versions (Elf64_Vernaux: hash, flags, index, name, next).
    private static (int Offset, int Index)? Entry(byte[] file, Section needs, Section names)
    {
        for (var library = needs.Offset; ;)
        {
            for (var version = library + BitConverter.ToInt32(file, library + 8); ;)
            {
                if (Text(file, names.Offset + BitConverter.ToInt32(file, version + 8)) == Version)
                {
                    return (version, BitConverter.ToUInt16(file, version + 6));
                }

                var step = BitConverter.ToInt32(file, version + 12);
                if (step <= 0)
                {
                    break;
                }

                version += step;
            }

            var next = BitConverter.ToInt32(file, library + 12);
            if (next <= 0)
            {
                return null;
            }

            library += next;
        }
    }

    private static string Text(byte[] file, int offset)
    {
        var end = Array.IndexOf(file, (byte)0, offset);
        return Encoding.ASCII.GetString(file, offset, Math.Max(0, end - offset));
    }

    private sealed class Section
    {
        public Section(int type, int offset, long size, int link)
        {
            Type = type;
            Offset = offset;
            Size = size;
            Link = link;
        }

        public int Type { get; }

        public int Offset { get; }

        public long Size { get; }

        public int Link { get; }
    }
}
