namespace FaeRealtime.Core.Checkpoints.Formats;

/// <summary>What a file's first bytes say that it is.</summary>
internal enum CheckpointFormat
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>safetensors.</summary>
    Safetensors,

    /// <summary>A zip archive, which torch.save writes since 1.6.</summary>
    Zip,

    /// <summary>A binary pickle, as torch.save wrote before 1.6.</summary>
    Pickle,

    /// <summary>JSON: the index of a checkpoint in shards.</summary>
    Json,

    /// <summary>The stand-in that Git LFS leaves where a file was not fetched.</summary>
    GitLfsPointer,

    /// <summary>A web page, saved in place of the file.</summary>
    WebPage,

    /// <summary>A tar archive, as torch.save wrote before 0.1.10.</summary>
    Tar,
}
