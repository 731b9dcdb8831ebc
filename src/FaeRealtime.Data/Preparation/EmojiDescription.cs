using System.Text.Json.Serialization;

namespace FaeRealtime.Data.Preparation;

/// <summary>The members of <c>emoji.json</c> that matter here; it has many more.</summary>
internal sealed record EmojiDescription(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("short_name")] string ShortName,
    [property: JsonPropertyName("image")] string Image,
    [property: JsonPropertyName("category")] string Category);
