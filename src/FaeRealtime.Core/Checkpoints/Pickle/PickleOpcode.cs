namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>Opcodes by their names in CPython's pickletools.py.</summary>
internal static class PickleOpcode
{
    public const byte Mark = (byte)'(';
    public const byte EmptyTuple = (byte)')';
    public const byte Stop = (byte)'.';
    public const byte Pop = (byte)'0';
    public const byte PopMark = (byte)'1';
    public const byte Dup = (byte)'2';
    public const byte BinBytes = (byte)'B';
    public const byte ShortBinBytes = (byte)'C';
    public const byte BinFloat = (byte)'G';
    public const byte BinInt = (byte)'J';
    public const byte BinInt1 = (byte)'K';
    public const byte BinInt2 = (byte)'M';
    public const byte None = (byte)'N';
    public const byte BinPersId = (byte)'Q';
    public const byte Reduce = (byte)'R';
    public const byte BinString = (byte)'T';
    public const byte ShortBinString = (byte)'U';
    public const byte BinUnicode = (byte)'X';
    public const byte EmptyList = (byte)']';
    public const byte Append = (byte)'a';
    public const byte Build = (byte)'b';
    public const byte Global = (byte)'c';
    public const byte Appends = (byte)'e';
    public const byte BinGet = (byte)'h';
    public const byte Inst = (byte)'i';
    public const byte LongBinGet = (byte)'j';
    public const byte Obj = (byte)'o';
    public const byte BinPut = (byte)'q';
    public const byte LongBinPut = (byte)'r';
    public const byte SetItem = (byte)'s';
    public const byte Tuple = (byte)'t';
    public const byte SetItems = (byte)'u';
    public const byte EmptyDict = (byte)'}';
    public const byte Proto = 0x80;
    public const byte NewObj = 0x81;
    public const byte Ext1 = 0x82;
    public const byte Ext2 = 0x83;
    public const byte Ext4 = 0x84;
    public const byte Tuple1 = 0x85;
    public const byte Tuple2 = 0x86;
    public const byte Tuple3 = 0x87;
    public const byte NewTrue = 0x88;
    public const byte NewFalse = 0x89;
    public const byte Long1 = 0x8A;
    public const byte ShortBinUnicode = 0x8C;
    public const byte BinUnicode8 = 0x8D;
    public const byte BinBytes8 = 0x8E;
    public const byte EmptySet = 0x8F;
    public const byte AddItems = 0x90;
    public const byte FrozenSet = 0x91;
    public const byte NewObjEx = 0x92;
    public const byte StackGlobal = 0x93;
    public const byte Memoize = 0x94;
    public const byte Frame = 0x95;
    public const byte ByteArray8 = 0x96;

    /// <summary>The name of an opcode that is known and not carried out, or only upon placeholders; null for every other byte.</summary>
    /// <param name="opcode">The opcode.</param>
    public static string? NameOfRefused(byte opcode) => opcode switch
    {
        Inst => "INST",
        Obj => "OBJ",
        NewObj => "NEWOBJ",
        NewObjEx => "NEWOBJ_EX",
        (byte)'P' => "PERSID",
        0x97 => "NEXT_BUFFER",
        0x98 => "READONLY_BUFFER",
        _ => null,
    };

    /// <summary>What a refused opcode would do.</summary>
    /// <param name="name">From <see cref="NameOfRefused"/>.</param>
    public static string Purpose(string name) => name switch
    {
        "INST" or "OBJ" or "NEWOBJ" or "NEWOBJ_EX" => "makes an object of a class in a way that torch.save does not",
        "PERSID" => "names an object outside the file",
        _ => "takes a buffer from outside the file",
    };
}
