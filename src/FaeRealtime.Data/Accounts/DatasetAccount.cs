using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaeRealtime.Data.Accounts;

/// <summary>Everything that lies in a data set: used, held out, or ignored for a reason. <see cref="Found"/> is the sum of the three.</summary>
/// <remarks>Counted are images and whatever is ignored. A caption, label or list that is used belongs to its images and is not counted on its own.</remarks>
public sealed record DatasetAccount
{
    /// <summary>The data set's folder.</summary>
    public required string Path { get; init; }

    /// <summary>How it is stored.</summary>
    public required DatasetKind Kind { get; init; }

    /// <summary>What was found, counted while the folder or archive was read.</summary>
    public required int Found { get; init; }

    /// <summary>Images to train on.</summary>
    public required int Used { get; init; }

    /// <summary>Images that are held out.</summary>
    public required int HeldOut { get; init; }

    /// <summary>What is ignored, by reason.</summary>
    public required IReadOnlyList<IgnoredItems> Ignored { get; init; }

    /// <summary>Captions found: files beside images, members of samples, lines of lists.</summary>
    public int CaptionsFound { get; init; }

    /// <summary>Captions that an image has.</summary>
    public int CaptionsUsed { get; init; }

    /// <summary>Labels found: members of samples, entries of lists.</summary>
    public int LabelsFound { get; init; }

    /// <summary>Labels that an image has.</summary>
    public int LabelsUsed { get; init; }

    /// <summary>Lists that were read, relative to the folder.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>What else is worth knowing, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>How many are ignored.</summary>
    public int IgnoredCount => Ignored.Sum(one => one.Count);

    /// <summary>Why the data set is refused unless a loss is allowed; null where it is not.</summary>
    public string? Refusal => LossLimit.Refusal(this);

    /// <summary>How many are ignored for a reason.</summary>
    public int Count(IgnoredReason reason) => Ignored.FirstOrDefault(one => one.Reason == reason)?.Count ?? 0;

    /// <summary>The account as JSON, members in camelCase.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DatasetAccountJson.Default.DatasetAccount);
}

/// <summary>How a data set is stored.</summary>
[JsonConverter(typeof(Core.Config.CamelCaseEnumConverter<DatasetKind>))]
public enum DatasetKind
{
    /// <summary>A folder of images.</summary>
    Folder,

    /// <summary>WebDataset shards.</summary>
    Tar,

    /// <summary>A folder with a manifest.</summary>
    Prepared,
}

/// <summary>Generated JSON code for accounts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DatasetAccount))]
internal sealed partial class DatasetAccountJson : JsonSerializerContext;
