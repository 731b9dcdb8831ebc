using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Sources;

/// <summary>Hugging Face's <c>metadata.csv</c>: a header with <c>file_name</c> and perhaps a caption and a class, then a line an image.</summary>
internal static class CsvList
{
    /// <summary>Reads a list.</summary>
    /// <exception cref="ConfigException">It is not UTF-8, has no column of paths, or a row has not as many fields as the header.</exception>
    public static IEnumerable<Annotation> Read(string root, string list)
    {
        var path = Path.Combine(root, list);
        var text = CaptionText.Read(InputFile.ReadBytes(path, InputFile.ListLimit)) ?? throw new ConfigException($"{path} is not UTF-8. Save it as UTF-8 text.");
        var rows = Rows(text, path);
        string[] header = rows.Count == 0 ? [] : rows[0];
        var (file, caption, label) = (Column(header, ListFields.File), Column(header, ListFields.Caption), Column(header, ListFields.Class));
        if (file < 0)
        {
            throw new ConfigException($"{path}: its first line has no column {string.Join(" or ", ListFields.File)}. Name the column of paths so.");
        }

        foreach (var (number, row) in rows.Index().Skip(1))
        {
            if (row.Length != header.Length)
            {
                throw new ConfigException($"{path}: record {number} has {row.Length} fields, the header has {header.Length}. Quote fields that hold commas.");
            }

            var line = new Annotation(list, row[file]) { Caption = caption >= 0 && row[caption].Length > 0 ? row[caption] : null };
            yield return ListFields.Labelled(line, label >= 0 ? row[label] : null, overrides: true);
        }
    }

    private static int Column(string[] header, string[] names) => Array.FindIndex(header, column => names.Contains(column.Trim(), StringComparer.OrdinalIgnoreCase));

    // RFC 4180: quoted fields hold commas, line ends and doubled quotes.
    private static List<string[]> Rows(string text, string path)
    {
        var (rows, fields, field) = (new List<string[]>(), new List<string>(), new StringBuilder());
        var isQuoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (isQuoted && i == text.Length)
            {
                throw new ConfigException($"{path}: a quoted field of record {rows.Count} does not end.");
            }

            if (c == '"' && (isQuoted || field.Length == 0))
            {
                if (isQuoted && i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append(text[i++]);
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (!isQuoted && c is (',' or '\n'))
            {
                fields.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (c == '\n')
                {
                    End(rows, fields);
                }
            }
            else
            {
                field.Append(c);
            }
        }

        return rows;
    }

    private static void End(List<string[]> rows, List<string> fields)
    {
        if (fields.Count > 1 || fields[0].Length > 0)
        {
            rows.Add([.. fields]);
        }

        fields.Clear();
    }
}
