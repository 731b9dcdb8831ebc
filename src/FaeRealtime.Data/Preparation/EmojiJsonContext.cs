using System.Text.Json.Serialization;

namespace FaeRealtime.Data.Preparation;

/// <summary>Reads <c>emoji.json</c>, which is another's file: unknown members are ignored.</summary>
[JsonSerializable(typeof(EmojiDescription[]))]
internal sealed partial class EmojiJsonContext : JsonSerializerContext;
