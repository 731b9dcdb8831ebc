namespace FaeRealtime.Host.Output;

/// <summary>What lies at a path.</summary>
internal enum FilePlace
{
    Nothing,
    File,
    Folder,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A character device, such as a terminal or a video loop-back.</summary>
    Device,

    /// <summary>A socket or block device.</summary>
    Other,
}
