using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>The captions and labels of a folder: <c>captions.jsonl</c>, <c>metadata.jsonl</c> and <c>metadata.csv</c> (Hugging Face), <c>dataset.json</c> (StyleGAN). Paths are relative to the list.</summary>
internal sealed class AnnotationLists
{
    private const string Captions = "captions.jsonl";
    private const string Metadata = "metadata.jsonl";
    private const string Table = "metadata.csv";
    private const string Labels = "dataset.json";

    private readonly Dictionary<string, Annotation> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);
    private readonly List<string> _read = [];

    private AnnotationLists()
    {
    }

    /// <summary>Lists that were read.</summary>
    public IReadOnlyList<string> Read => _read;

    /// <summary>Whether images without a label are outside the list: StyleGAN labels all or none.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads all lists among a folder's files.</summary>
    /// <exception cref="ConfigException">A list is malformed; its line is named. A caption that is not UTF-8 is its image's defect, not the list's.</exception>
    public static AnnotationLists Of(string root, IReadOnlyList<string> files)
    {
        var lists = new AnnotationLists();
        foreach (var file in files)
        {
            IEnumerable<Annotation>? lines = Path.GetFileName(file) switch
            {
                Captions => JsonLines.Read(root, file, overrides: false),
                Metadata => JsonLines.Read(root, file, overrides: true),
                Table => CsvList.Read(root, file),
                Labels => StyleGanLabels.Read(root, file),
                _ => null,
            };
            if (lines is not null)
            {
                lists.Add(file, lines);
            }
        }

        return lists;
    }

    /// <summary>What the lists say of an image, which counts as met; null where they do not name it.</summary>
    public Annotation? Meet(string file)
    {
        var key = PathKey.Of(file);
        return _lines.TryGetValue(key, out var line) && (_met.Add(key) || true) ? line : null;
    }

    /// <summary>Captions and labels that the lists give, and those of images that were met.</summary>
    public (int Captions, int MetCaptions, int Labels, int MetLabels) Count()
    {
        var met = _lines.Where(line => _met.Contains(line.Key)).Select(line => line.Value).ToList();
        return (_lines.Values.Count(line => line.HasCaption), met.Count(line => line.HasCaption), _lines.Values.Count(line => line.HasLabel), met.Count(line => line.HasLabel));
    }

    /// <summary>Counts lines of images that were not met, each once.</summary>
    /// <returns>How many.</returns>
    public int Orphans(IgnoredTally ignored)
    {
        var orphans = _lines.Where(line => !_met.Contains(line.Key) && (line.Value.HasCaption || line.Value.HasLabel)).OrderBy(line => line.Key, StringComparer.Ordinal).ToList();
        orphans.ForEach(line => ignored.Add(line.Value.HasLabel ? IgnoredReason.OrphanLabel : IgnoredReason.OrphanCaption, $"{line.Value.List}: {line.Value.File}"));
        return orphans.Count;
    }

    private void Add(string list, IEnumerable<Annotation> lines)
    {
        _read.Add(list);
        var folder = list[..(list.LastIndexOf('/') + 1)];
        foreach (var line in lines)
        {
            var key = PathKey.Of(folder + PathKey.Of(line.File));
            _lines[key] = _lines.TryGetValue(key, out var known) ? known.With(line) : line;
            IsComplete |= line.Overrides && Path.GetFileName(list) == Labels;
        }
    }
}
