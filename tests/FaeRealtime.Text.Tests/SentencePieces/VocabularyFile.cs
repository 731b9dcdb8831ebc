using System.Buffers.Binary;
using System.Text;
using FaeRealtime.Text.SentencePieces;

namespace FaeRealtime.Text.Tests.SentencePieces;

/// <summary>SentencePiece models written by hand: a ModelProto with the fields that such files have.</summary>
internal sealed record VocabularyFile
{
    public const int Normal = 1;
    public const int Unknown = 2;
    public const int Control = 3;
    public const int UserDefined = 4;
    public const int Unused = 5;
    public const int Byte = 6;

    /// <summary>Piece, score, kind.</summary>
    public required IReadOnlyList<(string Text, float Score, int Kind)> Pieces { get; init; }

    /// <summary>1 unigram, 2 BPE.</summary>
    public int ModelType { get; init; } = 1;

    public bool ByteFallback { get; init; }

    public bool SpaceAsSuffix { get; init; }

    public bool AddDummyPrefix { get; init; } = true;

    public bool RemoveExtraSpaces { get; init; } = true;

    public string EndPiece { get; init; } = "</s>";

    /// <summary>From texts to what replaces them.</summary>
    public IReadOnlyDictionary<string, string>? Rules { get; init; }

    /// <summary>T5's first three pieces, then others, which count as normal.</summary>
    public static VocabularyFile T5(params (string Text, float Score)[] pieces) =>
        new() { Pieces = [("<pad>", 0, Control), ("</s>", 0, Control), ("<unk>", 0, Unknown), .. pieces.Select(piece => (piece.Text, piece.Score, Normal))] };

    public SentencePieceTokenizer Open()
    {
        var path = Path.GetTempFileName();
        try
        {
            Write(path);
            return SentencePieceTokenizer.Open(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Write(string path) => File.WriteAllBytes(path, ToBytes());

    public byte[] ToBytes()
    {
        var model = new MemoryStream();
        foreach (var (text, score, kind) in Pieces)
        {
            var piece = new MemoryStream();
            Bytes(piece, 1, Encoding.UTF8.GetBytes(text));
            Varint(piece, (2 << 3) | 5);
            piece.Write(BitConverter.GetBytes(score));
            Number(piece, 3, kind);
            Bytes(model, 1, piece.ToArray());
        }

        // As T5's files: no piece begins a text.
        var training = new MemoryStream();
        Number(training, 3, ModelType);
        Number(training, 24, SpaceAsSuffix ? 1 : 0);
        Number(training, 35, ByteFallback ? 1 : 0);
        Number(training, 41, -1);
        Bytes(training, 47, Encoding.UTF8.GetBytes(EndPiece));
        Bytes(model, 2, training.ToArray());
        var normalisation = new MemoryStream();
        Bytes(normalisation, 2, CharacterMap());
        Number(normalisation, 3, AddDummyPrefix ? 1 : 0);
        Number(normalisation, 4, RemoveExtraSpaces ? 1 : 0);
        Bytes(model, 3, normalisation.ToArray());
        return model.ToArray();
    }

    // A double-array trie in which every node has a block of 256 places of its own for its children, and its value at the block's first.
    private byte[] CharacterMap()
    {
        if (Rules is null)
        {
            return [];
        }

        var replacements = new MemoryStream();
        List<uint> units = [.. new uint[512]];
        units[0] = 256u << 10;
        foreach (var (from, to) in Rules)
        {
            var block = 256;
            var parent = 0;
            foreach (var one in Encoding.UTF8.GetBytes(from))
            {
                parent = block + one;
                if (units[parent] == 0)
                {
                    units[parent] = one | ((uint)(parent ^ units.Count) << 10);
                    units.AddRange(new uint[256]);
                }

                block = parent ^ (int)(units[parent] >> 10);
            }

            units[parent] |= 1u << 8;
            units[block] = (uint)replacements.Length | (1u << 31);
            replacements.Write([.. Encoding.UTF8.GetBytes(to), 0]);
        }

        var map = new byte[(4 * units.Count) + 4];
        BinaryPrimitives.WriteInt32LittleEndian(map, 4 * units.Count);
        for (var i = 0; i < units.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(4 + (4 * i)), units[i]);
        }

        return [.. map, .. replacements.ToArray()];
    }

    private static void Number(MemoryStream stream, int field, long value)
    {
        Varint(stream, (ulong)field << 3);
        Varint(stream, unchecked((ulong)value));
    }

    private static void Bytes(MemoryStream stream, int field, byte[] bytes)
    {
        Varint(stream, ((ulong)field << 3) | 2);
        Varint(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void Varint(MemoryStream stream, ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            stream.WriteByte((byte)(value | 128));
        }

        stream.WriteByte((byte)value);
    }
}
