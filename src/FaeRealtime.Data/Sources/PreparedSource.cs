using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>A data folder as a preparation wrote it: a manifest names every image, its class and its split; captions are in a list beside it, where there are any.</summary>
internal static class PreparedSource
{
    private static readonly string[] Lists = [DatasetManifest.FileName, DatasetManifest.ClassesFileName, DatasetManifest.CaptionsFileName];

    /// <summary>Reads manifest and classes.</summary>
    /// <exception cref="ConfigException">A file is absent, or the manifest names an unknown class or a place outside the folder.</exception>
    public static DataSource Open(string path, FolderWalk walk)
    {
        var manifestPath = Path.Combine(path, DatasetManifest.FileName);
        var classes = StrictJson.Read<string[]>(Path.Combine(path, DatasetManifest.ClassesFileName));
        var manifest = StrictJson.Read<DatasetManifest>(manifestPath);
        var labels = classes.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        if (manifest.Items.FirstOrDefault(item => !labels.ContainsKey(item.Class)) is { } stranger)
        {
            throw new ConfigException($"{manifestPath}: {stranger.File} is of class '{stranger.Class}', which {DatasetManifest.ClassesFileName} does not list.");
        }

        foreach (var item in manifest.Items)
        {
            InnerPath.Of(path, item.File, manifestPath);
        }

        var captions = Captions(path);
        var splits = manifest.Items.ToLookup(
            item => item.Split, item => ImageFiles.Entry(path, item.File, item.Name, labels[item.Class]) with { Captions = captions.GetValueOrDefault(item.File, "") });
        var (train, heldOut) = (splits[DatasetSplit.Train].ToArray(), splits[DatasetSplit.HeldOut].ToArray());
        return new DataSource(path, manifest.Source, classes, train, heldOut) { Account = Account(path, walk, train, heldOut) };
    }

    private static Dictionary<string, string> Captions(string path)
    {
        var captions = new Dictionary<string, string>(StringComparer.Ordinal);
        var list = Path.Combine(path, DatasetManifest.CaptionsFileName);
        foreach (var (number, line) in (File.Exists(list) ? InputFile.ReadLines(list) : []).Index())
        {
            try
            {
                var read = JsonSerializer.Deserialize(line, CaptionsJsonContext.Default.CaptionedItem)!;
                captions[read.File] = string.Join('\n', read.Captions.Select(caption => caption.ReplaceLineEndings(" ")));
            }
            catch (JsonException failure)
            {
                throw new ConfigException($"{list}, line {number + 1}: {failure.Message} A line is an object with 'file' and 'captions'.", failure);
            }
        }

        return captions;
    }

    private static DatasetAccount Account(string path, FolderWalk walk, ImageEntry[] train, ImageEntry[] heldOut)
    {
        var ignored = new IgnoredTally();
        ignored.Add(walk.Ignored.Items());
        var listed = train.Concat(heldOut).Select(entry => PathKey.Of(entry.File)).ToHashSet(StringComparer.Ordinal);
        var present = 0;
        foreach (var file in walk.Files.Where(file => !Lists.Contains(file)))
        {
            if (listed.Contains(PathKey.Of(file)))
            {
                present++;
            }
            else
            {
                ignored.Add(ImageFiles.Names(file) ? IgnoredReason.OutsideList : ImageFiles.ReasonToIgnore(file), file);
            }
        }

        // An image that the manifest lists and the folder lacks is found in the list alone; one that two lines list is found twice.
        string[] lists = [.. walk.Files.Where(Lists.Contains)];
        var found = walk.Found - lists.Length + (train.Length + heldOut.Length - present);
        return AccountOf.Entries(path, DatasetKind.Prepared, found, train, heldOut, ignored) with { Lists = lists };
    }
}
