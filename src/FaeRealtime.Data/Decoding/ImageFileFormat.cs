namespace FaeRealtime.Data.Decoding;

/// <summary>The formats that are read, told apart by a file's first bytes and never by its name.</summary>
internal enum ImageFileFormat
{
    /// <summary>None of them.</summary>
    Unknown,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>GIF.</summary>
    Gif,
}
