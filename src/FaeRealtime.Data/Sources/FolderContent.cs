using FaeRealtime.Core.Files;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>A folder's files sorted into images to train on, images held out, and what is ignored.</summary>
internal sealed class FolderContent
{
    private readonly string _path;
    private readonly AnnotationLists _lists;
    private readonly IgnoredTally _ignored = new();
    private readonly List<FolderImage> _train = [];
    private readonly List<FolderImage> _heldOut = [];
    private readonly List<string> _read;
    private readonly Dictionary<string, string> _captions;
    private readonly HashSet<string> _usedCaptions = new(StringComparer.Ordinal);
    private int _found;
    private int _lostCaptions;

    private FolderContent(string path, FolderWalk walk, AnnotationLists lists, bool hasSplit)
    {
        (_path, _lists, _found, HasSplit) = (path, lists, walk.Found, hasSplit);
        _ignored.Add(walk.Ignored.Items());
        _read = [.. lists.Read, .. walk.Files.Where(file => file == ClassTable.FileName)];
        _captions = walk.Files.Where(IsCaption).DistinctBy(Stem, StringComparer.Ordinal).ToDictionary(Stem, StringComparer.Ordinal);
    }

    /// <summary>Whether there is a folder of training images.</summary>
    public bool HasSplit { get; }

    /// <summary>Images to train on, or all of them where there is no split; in ordinal order of their paths, so that every machine sees the same order.</summary>
    public IReadOnlyList<FolderImage> Train => _train;

    /// <summary>Images of held-out folders.</summary>
    public IReadOnlyList<FolderImage> HeldOut => _heldOut;

    /// <summary>Sorts the files of a walk.</summary>
    public static FolderContent Of(string path, FolderWalk walk, AnnotationLists lists)
    {
        var content = new FolderContent(path, walk, lists, Directory.EnumerateDirectories(path).Any(folder => SplitNames.IsTrain(Path.GetFileName(folder))));
        var read = content._read.ToHashSet(StringComparer.Ordinal);
        var rest = walk.Files.Where(file => !read.Contains(file)).ToList();
        rest.Where(ImageFiles.Names).ToList().ForEach(content.Add);

        // A readme is no caption; where captions stand beside images, a text alone is one that lost its image.
        var areCaptions = content._usedCaptions.Count > 0;
        foreach (var file in rest.Where(file => !ImageFiles.Names(file) && !content._usedCaptions.Contains(file)))
        {
            var isLost = areCaptions && IsCaption(file);
            content._lostCaptions += isLost ? 1 : 0;
            content._ignored.Add(isLost ? IgnoredReason.OrphanCaption : ImageFiles.ReasonToIgnore(file), file);
        }

        content._found += lists.Orphans(content._ignored) - content._read.Count - content._usedCaptions.Count;
        return content;
    }

    /// <summary>The account of the two splits that were made of the images.</summary>
    public DatasetAccount Account(string path, IReadOnlyList<ImageEntry> train, IReadOnlyList<ImageEntry> heldOut)
    {
        var account = AccountOf.Entries(path, DatasetKind.Folder, _found, train, heldOut, _ignored);
        var listed = _lists.Count();
        return account with
        {
            CaptionsFound = listed.Captions + _usedCaptions.Count + _lostCaptions,
            CaptionsUsed = listed.MetCaptions + _usedCaptions.Count,
            LabelsFound = listed.Labels,
            LabelsUsed = listed.MetLabels,
            Lists = _read,
            Remarks = HasSplit ? [] : Remarks(),
        };
    }

    private void Add(string file)
    {
        var start = file.IndexOf('/');
        var split = start > 0 && HasSplit ? file[..start] : null;
        var target = !HasSplit || (split is not null && SplitNames.IsTrain(split)) ? _train : split is not null && SplitNames.IsHeldOut(split) ? _heldOut : null;
        var line = target is null ? null : _lists.Meet(file);
        if (target is null || (_lists.IsComplete && line?.Number is null))
        {
            _ignored.Add(IgnoredReason.OutsideList, file);
            return;
        }

        var inside = split is null ? file : file[(start + 1)..];
        var folder = inside.IndexOf('/') is > 0 and var end ? ComposedText.Of(inside[..end]) : null;
        var ownClass = line is { Overrides: true } ? line.Class ?? folder : folder ?? line?.Class;
        var (caption, defect) = Beside(file) ?? (line?.Caption, line?.Defect);
        target.Add(new FolderImage(file, ownClass ?? ClassTable.Only) { Number = ownClass == line?.Class ? line?.Number : null, Caption = caption, Defect = defect });
    }

    private (string? Caption, string? Defect)? Beside(string file)
    {
        if (!_captions.TryGetValue(Stem(file), out var text))
        {
            return null;
        }

        _usedCaptions.Add(text);
        var info = new FileInfo(Path.Combine(_path, text));
        return info.Length > CaptionText.MostBytes ? (null, "its caption is too long")
            : CaptionText.Read(InputFile.ReadBytes(info.FullName)) is not { } caption ? (null, CaptionText.NotUtf8)
            : (caption.Length > 0 ? caption : null, null);
    }

    private IReadOnlyList<string> Remarks()
    {
        string[] names = [.. _train.Select(image => image.Class).Distinct().Where(SplitNames.IsHeldOut)];
        return names.Length == 0 ? [] : [$"There is no train folder, so {string.Join(", ", names)} counts as a class."];
    }

    private static bool IsCaption(string file) => file.EndsWith(".txt", StringComparison.Ordinal);

    private static string Stem(string file) => PathKey.Of(file[..^Path.GetExtension(file).Length]);
}
