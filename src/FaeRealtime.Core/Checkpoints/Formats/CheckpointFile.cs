using FaeRealtime.Core.Checkpoints.Torch;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Formats;

/// <summary>Opens checkpoints of every readable format.</summary>
public static class CheckpointFile
{
    /// <summary>Opens and checks a checkpoint. What a file is, its content says, not its name.</summary>
    /// <param name="path">A safetensors file, the index.json of a sharded checkpoint, a folder that holds exactly one of these, or a PyTorch file (zip, or the format before 1.6).</param>
    /// <param name="part">
    /// Which dictionary of a PyTorch file, as dotted keys: <c>ema</c>, <c>model</c>, <c>teacher</c>. Null: the root if it holds tensors itself, else its only dictionary with tensors,
    /// else the first of <c>ema</c>, <c>model_ema</c>, <c>state_dict</c>, <c>model</c>. What the other parts hold, objects of unknown classes too, does not matter.
    /// </param>
    /// <returns>The checkpoint; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, unreadable, of another format or not well-formed; the part holds an object of an unknown class, or 8-bit weights with scales.</exception>
    public static ICheckpoint Open(string path, string? part = null)
    {
        var file = MappedFile.Open(Directory.Exists(path) ? CheckpointFolder.Find(path) : path);
        var checkpoint = CheckpointFormats.Of(file) == CheckpointFormat.Json ? ShardedCheckpoint.Open(file, part) : OpenSingle(file, part);
        try
        {
            ScaledFloat8.Refuse(checkpoint);
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file begins like safetensors or a PyTorch file, or like what is found in place of one: a Git LFS pointer, a web page. An index of shards is JSON like many others, so it is none here.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">It is missing or unreadable.</exception>
    public static bool Recognises(string path)
    {
        using var file = MappedFile.Open(path);
        return CheckpointFormats.Of(file) is CheckpointFormat.Safetensors or CheckpointFormat.Zip or CheckpointFormat.Pickle or CheckpointFormat.GitLfsPointer or CheckpointFormat.WebPage;
    }

    /// <summary>Lists what a checkpoint holds: its parts, and the objects of unknown classes in it, which are named and never built.</summary>
    /// <param name="path">As in <see cref="Open"/>.</param>
    /// <exception cref="CheckpointException">The file is missing, unreadable, of another format or not well-formed.</exception>
    public static CheckpointContents Describe(string path)
    {
        using var file = MappedFile.Open(Directory.Exists(path) ? CheckpointFolder.Find(path) : path);
        switch (CheckpointFormats.Of(file))
        {
            case CheckpointFormat.Zip:
                return TorchZipFile.Read(file).Describe();
            case CheckpointFormat.Pickle:
                return TorchLegacyFile.Read(file).Describe();
            case CheckpointFormat.Json:
                using (var sharded = ShardedCheckpoint.Open(MappedFile.Open(file.Path), part: null))
                {
                    return Describe(sharded);
                }

            default:
                using (var single = OpenSingle(MappedFile.Open(file.Path), part: null))
                {
                    return Describe(single);
                }
        }
    }

    private static CheckpointContents Describe(MappedCheckpoint checkpoint)
    {
        var entries = checkpoint.Entries;
        var scaled = ScaledFloat8.Find(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Dtype)), entries.ContainsKey);
        var part = new CheckpointPart(string.Empty, entries.Count, [.. entries.Values.Select(entry => entry.Dtype).Distinct().Order()], 0, scaled is not null, Problem: null);
        return new CheckpointContents(checkpoint.Path, [part], []);
    }

    /// <summary>Opens a file that holds its tensors itself.</summary>
    /// <param name="file">The file; the checkpoint owns it from here on, also when it is refused.</param>
    /// <param name="part">As in <see cref="Open"/>.</param>
    /// <exception cref="CheckpointException">As in <see cref="Open"/>, or the file is an index.</exception>
    internal static MappedCheckpoint OpenSingle(MappedFile file, string? part)
    {
        try
        {
            return CheckpointFormats.Of(file) switch
            {
                CheckpointFormat.Safetensors when part is null => SafetensorsReader.Open(file).Mapped,
                CheckpointFormat.Safetensors => throw PartOfSafetensors(file, part),
                CheckpointFormat.Zip => TorchZipFile.Read(file).Open(part),
                CheckpointFormat.Pickle => TorchLegacyFile.Read(file).Open(part),
                var other => throw new CheckpointException($"Checkpoint {file.Path} {Explain(other)}"),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The refusal of a part where there are none.</summary>
    internal static CheckpointException PartOfSafetensors(MappedFile file, string part) =>
        new($"Checkpoint {file.Path} is safetensors, which has no parts: '{part}' cannot be chosen. Leave the part out.");

    private static string Explain(CheckpointFormat format) => format switch
    {
        CheckpointFormat.GitLfsPointer => "is a Git LFS pointer, not the file itself. Run `git lfs pull` in its repository, or download the file.",
        CheckpointFormat.WebPage => "is a web page, not a checkpoint: the download gave a log-in or error page. Fetch it again.",
        CheckpointFormat.Tar => "is a tar archive, as torch.save wrote before 0.1.10. Load it with an old PyTorch and save it again.",
        CheckpointFormat.Json => "is JSON (an index of shards?), where a file with tensors is needed.",
        _ => "is of no known format: neither safetensors (.safetensors, or the .index.json of a sharded one) nor PyTorch (.pt, .pth, .bin). Check the path, fetch the file again.",
    };
}
