using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Data.Sources;

/// <summary>What an image is for.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DatasetSplit>))]
public enum DatasetSplit
{
    /// <summary>Seen in training.</summary>
    Train,

    /// <summary>Only looked at: validation and sample grids.</summary>
    HeldOut,
}
