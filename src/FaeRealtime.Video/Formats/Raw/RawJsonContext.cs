using System.Text.Json.Serialization;
using FaeRealtime.Host.Output.Notes;

namespace FaeRealtime.Host.Output;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RawDescription))]
internal sealed partial class OutputJsonContext : JsonSerializerContext;
