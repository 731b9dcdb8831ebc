using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Data.Loading;

/// <summary>Images of one list that cannot be used. They are noted in a file, and too many of them end the run.</summary>
/// <param name="folder">The data set's folder, for messages.</param>
/// <param name="entries">The list.</param>
/// <param name="allowLoss">Whether any share may be unusable, as long as one is usable.</param>
/// <param name="notePath">Where they are noted, a line each: place, tab, reason. Null for nowhere.</param>
internal sealed class SkippedImages(string folder, IReadOnlyList<ImageEntry> entries, bool allowLoss, string? notePath)
{
    // A share this small is what real collections have; more means that something else is wrong.
    private const int OneIn = 100;
    private const int NamedFailures = 5;

    private readonly SortedDictionary<int, string> _reasons = [];

    public int Count => _reasons.Count;

    /// <summary>Notes an image; nothing where it is known.</summary>
    /// <exception cref="ImageFileException">Now more than one in a hundred is unusable.</exception>
    public void Add(int index, string reason)
    {
        if (Note(index, reason))
        {
            Require();
        }
    }

    /// <summary>Notes an image without ending the run: for callers that look at all of them before they judge.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Note(int index, string reason) => _reasons.TryAdd(index, reason);

    /// <summary>Writes down what was found and ends the run if it is too much.</summary>
    /// <exception cref="ImageFileException">More than one in a hundred is unusable.</exception>
    public void Require()
    {
        Write();
        if (allowLoss ? _reasons.Count == entries.Count : (long)_reasons.Count * OneIn > entries.Count)
        {
            var named = _reasons.Take(NamedFailures).Select(one => $"{Path.Combine(folder, entries[one.Key].Place)} ({one.Value})");
            throw new ImageFileException(
                $"{_reasons.Count} of {entries.Count} pictures in {folder} cannot be read: {string.Join(", ", named)}{(_reasons.Count > NamedFailures ? ", …" : string.Empty)}. "
                + $"Up to 1 % are skipped; this is more. {(notePath is null ? string.Empty : $"All are listed in {notePath}. ")}Restore or delete them and start again, or allow the loss; what was saved is intact.") { Subject = LossLimit.Subject };
        }
    }

    /// <summary>Indices that an earlier process noted, and that are worth a look before they are needed.</summary>
    public IEnumerable<int> Suspects()
    {
        var places = Noted().Select(line => line.Split('\t')[0]).ToHashSet(StringComparer.Ordinal);
        return places.Count == 0 ? [] : Enumerable.Range(0, entries.Count).Where(i => places.Contains(OneLine(entries[i].Place)));
    }

    private string[] Noted() => notePath is not null && File.Exists(notePath) ? [.. InputFile.ReadLines(notePath)] : [];

    // A name may hold tabs and line ends.
    private static string OneLine(string place) => place.ReplaceLineEndings(" ").Replace('\t', ' ');

    private void Write()
    {
        if (notePath is null || _reasons.Count == 0)
        {
            return;
        }

        var noted = Noted();
        string[] all = [.. noted.Union(_reasons.Select(one => $"{OneLine(entries[one.Key].Place)}\t{one.Value.ReplaceLineEndings(" ")}"), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (all.Length > noted.Length)
        {
            AtomicFile.WriteBytes(notePath, Encoding.UTF8.GetBytes(string.Join('\n', all) + "\n"));
        }
    }
}
