using System.Text;

namespace FaeRealtime.Text.SentencePieces;

/// <summary>What a piece is, by its number in files.</summary>
internal enum PieceKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>How a text is cut into pieces, by its number in files.</summary>
internal enum SegmentationKind
{
    Unigram = 1,
    Bpe = 2,
}

/// <summary>A piece of the vocabulary.</summary>
internal readonly record struct Piece(string Text, float Score, PieceKind Kind);

/// <summary>What a SentencePiece model file holds of what encoding needs.</summary>
/// <remarks>google/sentencepiece, <c>sentencepiece_model.proto</c>: its field numbers and defaults.</remarks>
internal sealed record SentencePieceModel
{
    /// <summary>The vocabulary; a piece's place is its token number.</summary>
    public required IReadOnlyList<Piece> Pieces { get; init; }

    public SegmentationKind Kind { get; private init; } = SegmentationKind.Unigram;

    /// <summary>The space that words begin with stands behind the text instead of before it.</summary>
    public bool SpaceAsSuffix { get; private init; }

    /// <summary>What no piece covers becomes its UTF-8 bytes.</summary>
    public bool ByteFallback { get; private init; }

    public string EndPiece { get; private init; } = "</s>";

    public string PadPiece { get; private init; } = "<pad>";

    /// <summary>Rules that replace characters; empty for none.</summary>
    public byte[] CharacterMap { get; private init; } = [];

    public bool AddDummyPrefix { get; private init; } = true;

    public bool RemoveExtraSpaces { get; private init; } = true;

    public bool EscapeSpaces { get; private init; } = true;

    /// <summary>Reads a model.</summary>
    /// <param name="file">The file's bytes, a <c>ModelProto</c>.</param>
    /// <exception cref="InvalidDataException">They are none, or of a kind that is not read.</exception>
    public static SentencePieceModel Read(ReadOnlySpan<byte> file)
    {
        List<Piece> pieces = [];
        var model = new SentencePieceModel { Pieces = pieces };
        var reader = new ProtobufReader(file);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    pieces.Add(ReadPiece(reader.Bytes));
                    break;
                case 2:
                    model = WithTraining(model, reader.Bytes);
                    break;
                case 3:
                    model = WithNormalisation(model, reader.Bytes);
                    break;
                default:
                    break;
            }
        }

        return pieces.Count(piece => piece.Kind == PieceKind.Unknown) == 1 ? model : throw new InvalidDataException("It has no list of pieces with one for the unknown.");
    }

    private static Piece ReadPiece(ReadOnlySpan<byte> message)
    {
        var piece = new Piece(string.Empty, 0, PieceKind.Normal);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            piece = reader.Field switch
            {
                1 => piece with { Text = Encoding.UTF8.GetString(reader.Bytes) },
                2 => piece with { Score = reader.Single },
                3 => piece with { Kind = (PieceKind)reader.Number },
                _ => piece,
            };
        }

        return piece;
    }

    private static SentencePieceModel WithTraining(SentencePieceModel model, ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            model = reader.Field switch
            {
                3 when reader.Number is 1 or 2 => model with { Kind = (SegmentationKind)reader.Number },
                3 => throw new InvalidDataException($"It cuts texts in a way (model type {reader.Number}) that is neither unigram (1) nor BPE (2)."),
                24 => model with { SpaceAsSuffix = reader.Number != 0 },
                35 => model with { ByteFallback = reader.Number != 0 },
                47 => model with { EndPiece = Encoding.UTF8.GetString(reader.Bytes) },
                48 => model with { PadPiece = Encoding.UTF8.GetString(reader.Bytes) },
                _ => model,
            };
        }

        return model;
    }

    private static SentencePieceModel WithNormalisation(SentencePieceModel model, ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            model = reader.Field switch
            {
                2 => model with { CharacterMap = reader.Bytes.ToArray() },
                3 => model with { AddDummyPrefix = reader.Number != 0 },
                4 => model with { RemoveExtraSpaces = reader.Number != 0 },
                5 => model with { EscapeSpaces = reader.Number != 0 },
                _ => model,
            };
        }

        return model;
    }
}
