using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Sources;

/// <summary>A folder of images: <c>train/&lt;class&gt;/…</c> and <c>val/&lt;class&gt;/…</c> as ImageNet has them, or <c>&lt;class&gt;/…</c>, or images alone.</summary>
/// <remarks>
/// <c>classes.tsv</c> gives classes their order and names, <c>captions.jsonl</c> gives images a caption and, where there are no class folders, a category as their class.
/// Where there is no split, a seeded share of every class is held out.
/// </remarks>
internal static class ImageFolderSource
{
    private const string TrainFolder = "train";
    private static readonly string[] HeldOutFolders = ["val", "validation", "valid"];

    /// <summary>Lists the folder.</summary>
    /// <exception cref="ConfigException">It holds no image, a class is unknown, or a list in it is malformed.</exception>
    public static DataSource Open(string path)
    {
        var captions = CaptionList.Read(path);
        var train = Directory.Exists(Path.Combine(path, TrainFolder)) ? TrainFolder : string.Empty;
        var heldOut = train.Length == 0 ? null : HeldOutFolders.FirstOrDefault(name => Directory.Exists(Path.Combine(path, name)));
        var (seen, unseen) = (List(path, train, captions), heldOut is null ? [] : List(path, heldOut, captions));
        if (seen.Count == 0)
        {
            throw new ConfigException($"Folder '{path}' has no picture{(train.Length > 0 ? $" in {train}/" : string.Empty)}: .jpg, .jpeg, .png, .webp and .gif are looked for, in folders named by their class.{Compressed(path)}");
        }

        var classes = ClassTable.Read(path, seen.Select(file => file.Class).Distinct());
        var origin = $"pictures of folder {Path.GetFileName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar))}";
        ImageEntry[] all = [.. seen.Select(file => Entry(path, file, classes, captions))];
        if (heldOut is not null)
        {
            return new DataSource(path, origin, classes.Names, all, [.. unseen.Select(file => Entry(path, file, classes, captions))]);
        }

        var (kept, held) = HeldOutSplit.Divide(all);
        return new DataSource(path, origin, classes.Names, kept, held);
    }

    // In ordinal order of names, so that every machine sees the same order.
    private static List<(string File, string Class)> List(string root, string split, CaptionList captions)
    {
        var start = Path.Combine(root, split);
        return
        [
            .. Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories)
                .Where(ImageFiles.Names)
                .Select(file => Path.GetRelativePath(start, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal)
                .Select(file => (File: split.Length == 0 ? file : $"{split}/{file}", Inside: file))
                .Select(file => (file.File, file.Inside.IndexOf('/') is > 0 and var end ? file.Inside[..end] : captions.Category(file.File) ?? ClassTable.Only)),
        ];
    }

    private static ImageEntry Entry(string root, (string File, string Class) file, ClassTable classes, CaptionList captions)
    {
        var label = classes.LabelOf(file.Class, file.File);
        var (caption, defect) = captions.Of(file.File);
        return ImageFiles.Entry(root, file.File, caption ?? classes.Names[label], label) with { Defect = defect };
    }

    private static string Compressed(string path) => Directory.EnumerateFiles(path, "*.tar.gz").Concat(Directory.EnumerateFiles(path, "*.tgz")).Any()
        ? " Compressed archives cannot be read at random: unpack pictures with 'tar xzf', or turn shards into .tar with 'gunzip'."
        : string.Empty;
}
