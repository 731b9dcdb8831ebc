using System.Buffers.Binary;
using System.Text;

namespace FaeRealtime.Core.Tests.Checkpoints;

/// <summary>Writes a safetensors file from a header as text, well-formed or not.</summary>
internal static class HeaderFile
{
    public static string Write(Folder folder, string header, int dataBytes = 0)
    {
        var path = folder.File("case.safetensors");
        var json = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)json.Length);
        json.CopyTo(file, 8);
        File.WriteAllBytes(path, file);
        return path;
    }
}
