using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Window;

/// <summary>Generated JSON code for the window's files.</summary>
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class WindowJsonContext : JsonSerializerContext;
