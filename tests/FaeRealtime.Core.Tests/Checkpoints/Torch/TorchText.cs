using System.Buffers.Binary;
using System.Text;
using FaeRealtime.Core.Checkpoints.Zip;

namespace FaeRealtime.Core.Tests.Checkpoints.Torch;

/// <summary>Assembles PyTorch files, well-formed or not, from pickles as Latin-1 text: each character is a byte.</summary>
internal static class TorchText
{
    /// <summary>A whole number as LONG1 of eight bytes.</summary>
    public static string Integer(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return $"\u008a\u0008{Encoding.Latin1.GetString(bytes)}";
    }

    public static string Text(string text)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return $"X{Encoding.Latin1.GetString(length)}{text}";
    }

    public static string Tuple(params IEnumerable<long> values) => $"({string.Concat(values.Select(Integer))}t";

    /// <summary>The persistent identity of a storage.</summary>
    public static string Storage(string type, string key, long count) => $"({Text("storage")}c{type}\n{Text(key)}{Text("cpu")}{Integer(count)}tQ";

    /// <summary>A tensor over a storage.</summary>
    public static string Tensor(string storage, long offset, long[] size, long[] stride) =>
        $"ctorch._utils\n_rebuild_tensor_v2\n({storage}{Integer(offset)}{Tuple(size)}{Tuple(stride)}\u0089Nt" + "R";

    /// <summary>A dictionary.</summary>
    public static string Dictionary(params string[] keysAndValues) => $"}}({string.Concat(keysAndValues)}u";

    /// <summary>An object of a class, as protocol 2 makes it.</summary>
    /// <param name="type">Module and name, divided by a line feed.</param>
    /// <param name="state">Its attributes: keys and values.</param>
    public static string Object(string type, params string[] state) => $"c{type}\n)\u0081{Dictionary(state)}b";

    /// <summary>What a training run saves: <c>model</c> and <c>ema</c> over one storage of eight bytes, arguments, random states, a numpy scalar, a defaultdict and a hook.</summary>
    public static string TrainingState()
    {
        var bytes = Storage("torch\nByteStorage", "0", 8);
        var dtype = $"cnumpy\ndtype\n({Text("f8")}\u0089\u0088tR({Integer(3)}{Text("<")}NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb";
        var scalar = $"cnumpy.core.multiarray\nscalar\n({dtype}c_codecs\nencode\n{Text("\u0001\u0002")}{Text("latin1")}\u0086RtR";
        return Dictionary(
            Text("model"), Dictionary(Text("w"), Tensor(bytes, 0, [4], [1])),
            Text("ema"), Dictionary(Text("w"), Tensor(bytes, 4, [4], [1])),
            Text("broken"), Dictionary(Text("w"), Tensor(bytes, 0, [2], [1]), Text("norm"), Object("models\nNorm", Text("eps"), Integer(1))),
            Text("args"), Object("argparse\nNamespace", Text("model"), Text("SiT-XL/2"), Text("lr"), Integer(1)),
            Text("loss"), scalar,
            Text("rng"), $"({Integer(3)}{Tuple(1, 2, 3)}Nt",
            Text("logs"), $"ccollections\ndefaultdict\ncbuiltins\nlist\n\u0085R({Text("a")}]u",
            Text("hook"), $"cos\nsystem\n{Text("touch hooked")}\u0085R");
    }

    /// <summary>Writes what torch.save writes since 1.6.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="pickle">The value, without PROTO and STOP.</param>
    /// <param name="files">Further files of the archive, without its root.</param>
    public static string WriteZip(Folder folder, string pickle, params (string Name, byte[] Content)[] files)
    {
        var path = folder.File("case.pt");
        using var stream = File.Create(path);
        var archive = new ZipWriter(stream);
        foreach (var (name, content) in files.Prepend(("data.pkl", Encoding.Latin1.GetBytes($"\u0080\u0002{pickle}."))))
        {
            archive.Add($"case/{name}", content.Length, target => target.Write(content));
        }

        archive.Finish();
        return path;
    }

    /// <summary>Writes what torch.save wrote before 1.6.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="pickles">The values of the pickles after the magic number's, without PROTO and STOP.</param>
    /// <param name="storages">The bytes after them.</param>
    public static string WriteLegacy(Folder folder, string[] pickles, params byte[] storages)
    {
        var path = folder.File("case.pt");
        var text = string.Concat(pickles.Prepend("\u008a\u000al\u00fc\u009cF\u00f9 j\u00a8P\u0019").Select(pickle => $"\u0080\u0002{pickle}."));
        File.WriteAllBytes(path, [.. Encoding.Latin1.GetBytes(text), .. storages]);
        return path;
    }
}
