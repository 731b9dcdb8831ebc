using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Sources;

/// <summary>A folder of images: <c>train/&lt;class&gt;/…</c> and <c>val/&lt;class&gt;/…</c> as ImageNet has them, or <c>&lt;class&gt;/…</c>, or images alone.</summary>
/// <remarks>
/// Split folders have any case: train or training; val, valid, validation, test, testing, dev are all held out. <c>classes.tsv</c> gives classes their order and names. Captions and labels come from lists
/// (<see cref="AnnotationLists"/>) or from <c>KEY.txt</c> beside <c>KEY.png</c>, which wins. Where there is no split, a seeded share of every class is held out.
/// </remarks>
internal static class ImageFolderSource
{
    /// <summary>Lists the folder.</summary>
    /// <exception cref="ConfigException">It holds no image, a class is unknown, or a list in it is malformed.</exception>
    public static DataSource Open(string path, FolderWalk walk)
    {
        var lists = AnnotationLists.Of(path, walk.Files);
        var content = FolderContent.Of(path, walk, lists);
        if (content.Train.Count == 0)
        {
            throw new ConfigException(
                $"Folder '{path}' has no picture{(content.HasSplit ? " in train/" : string.Empty)}: .jpg, .jpeg, .jfif, .png, .webp, .gif and .bmp are looked for, in folders named by their class.{Compressed(path)}");
        }

        // Numbers are labels only where every image has one; else they name classes like any other key.
        var isNumbered = content.Train.Concat(content.HeldOut).All(file => file.Number is not null);
        var classes = ClassTable.Read(path, isNumbered ? [] : content.Train.Select(file => file.Class).Distinct());
        var names = isNumbered ? ClassTable.Numbered(path, content.Train.Concat(content.HeldOut).Max(file => file.Number!.Value)) : classes.Names;
        var origin = $"pictures of folder {Path.GetFileName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar))}";
        ImageEntry Entry(FolderImage file)
        {
            var label = isNumbered ? file.Number!.Value : classes.LabelOf(file.Class, file.File);
            return ImageFiles.Entry(path, file.File, file.Caption ?? names[label], label) with { Captions = file.Caption?.ReplaceLineEndings(" ") ?? "", Defect = file.Defect };
        }

        ImageEntry[] all = [.. content.Train.Select(Entry)];
        var (train, heldOut) = content.HasSplit && content.HeldOut.Count > 0 ? (all, [.. content.HeldOut.Select(Entry)]) : HeldOutSplit.Divide(all);
        return new DataSource(path, origin, names, train, heldOut) { Account = content.Account(path, train, heldOut) };
    }

    private static string Compressed(string path) => Directory.EnumerateFiles(path, "*.tar.gz").Concat(Directory.EnumerateFiles(path, "*.tgz")).Any()
        ? " Compressed archives cannot be read at random: unpack pictures with 'tar xzf', or turn shards into .tar with 'gunzip'."
        : string.Empty;
}
