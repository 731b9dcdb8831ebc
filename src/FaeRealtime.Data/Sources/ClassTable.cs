using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>The classes of a folder: their keys (folder names, WordNet ids) and names, by label.</summary>
internal sealed class ClassTable
{
    /// <summary>The class of images that have none.</summary>
    public const string Only = "pictures";

    /// <summary>The table's file name in a data folder.</summary>
    public const string FileName = "classes.tsv";

    // ImageNet-21k has 21,841; a larger number is a damaged label, and every class costs a row of weights.
    private const int MostClasses = 100_000;

    private static readonly string[] KeyColumns = ["wnid", "folder", "class"];
    private static readonly string[] NameColumns = ["names", "name"];

    private readonly Dictionary<string, int> _labels;
    private readonly string _source;

    private ClassTable(IReadOnlyList<string> keys, IReadOnlyList<string> names, string source)
    {
        _labels = keys.Index().ToDictionary(one => ComposedText.Of(one.Item), one => one.Index, StringComparer.Ordinal);
        Names = names;
        _source = source;
    }

    /// <summary>What the classes show, by label.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads <c>classes.tsv</c> (a header, then a class a line; columns <c>wnid</c> and <c>names</c>), or sorts the keys that are there.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="found">Keys of the training images.</param>
    /// <exception cref="ConfigException">The file is malformed.</exception>
    public static ClassTable Read(string folder, IEnumerable<string> found)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            string[] sorted = [.. found.Order(StringComparer.Ordinal)];
            return new ClassTable(sorted, sorted, "the training pictures");
        }

        var rows = InputFile.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split('\t')).ToList();
        var key = rows.Count == 0 ? -1 : Array.FindIndex(rows[0], column => KeyColumns.Contains(column));
        var name = rows.Count == 0 ? -1 : Array.FindIndex(rows[0], column => NameColumns.Contains(column));
        var classes = rows.Skip(1).ToList();
        if (key < 0 || classes.Exists(row => row.Length != rows[0].Length) || classes.Select(row => row[key]).Distinct(StringComparer.Ordinal).Count() != classes.Count)
        {
            throw new ConfigException($"{path} is no table of classes: a header with a column {string.Join(" or ", KeyColumns)}, then one line a class with as many columns and a key of its own.");
        }

        // ImageNet names a class by synonyms: the first is enough to call it.
        string[] names = [.. classes.Select(row => name < 0 ? row[key] : row[name].Split(',')[0].Trim())];
        return new ClassTable([.. classes.Select(row => row[key])], Distinct(names, [.. classes.Select(row => row[key])]), path);
    }

    /// <summary>The names of classes that have numbers, from the table or made up.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="largest">The largest number.</param>
    /// <exception cref="ConfigException">The number is out of range, the table lists fewer classes or is malformed.</exception>
    public static IReadOnlyList<string> Numbered(string folder, int largest)
    {
        if (largest >= MostClasses)
        {
            throw new ConfigException($"{folder}: a class has number {largest}; at most {MostClasses} classes are read, from 0. Correct the label.");
        }

        var names = Read(folder, Enumerable.Range(0, largest + 1).Select(NameOf)).Names;
        return names.Count > largest ? names : throw new ConfigException($"{folder}: the samples have classes up to {largest}, {FileName} lists {names.Count}.");
    }

    /// <summary>What a class is called that only has a number.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"class {number:d6}");

    /// <summary>The label of a key.</summary>
    /// <exception cref="ConfigException">There is no such class.</exception>
    public int LabelOf(string key, string file) => _labels.TryGetValue(ComposedText.Of(key), out var label)
        ? label
        : throw new ConfigException($"{file} is of class '{key}', which {_source} does not have.");

    // ImageNet has two cranes and two maillots.
    private static string[] Distinct(string[] names, string[] keys)
    {
        var repeated = names.CountBy(name => name, StringComparer.Ordinal).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet(StringComparer.Ordinal);
        return [.. names.Select((name, i) => repeated.Contains(name) ? $"{name} ({keys[i]})" : name)];
    }
}
