using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Data.Accounts;

/// <summary>Why something that lies in a data set is not used.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<IgnoredReason>))]
public enum IgnoredReason
{
    /// <summary>A hidden or system name: <c>.*</c>, <c>@eaDir</c>, <c>__MACOSX</c>, <c>Thumbs.db</c>, <c>lost+found</c>, pax headers.</summary>
    HiddenName,

    /// <summary>A file or member that is neither an image nor a caption, label or list.</summary>
    UnknownType,

    /// <summary>An image of a format that is not decoded, such as TIFF and AVIF.</summary>
    UnreadFormat,

    /// <summary>Another image of a key that has one named KEY.EXT.</summary>
    SecondPicture,

    /// <summary>One of several images of a key of which none is named KEY.EXT, or more than one is.</summary>
    AmbiguousPicture,

    /// <summary>A caption that belongs to no image.</summary>
    OrphanCaption,

    /// <summary>A label that belongs to no image.</summary>
    OrphanLabel,

    /// <summary>Absent, damaged, a broken link, not a regular file, or with a caption or label that cannot be read.</summary>
    Unreadable,

    /// <summary>An image outside the data set's list or outside its split folders.</summary>
    OutsideList,

    /// <summary>A link to a folder that is visited already, or that contains the data set.</summary>
    RepeatedFolder,

    /// <summary>A compressed archive among shards: nothing in it can be read at random.</summary>
    CompressedShard,
}
