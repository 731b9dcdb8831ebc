using System.Text.Json.Serialization;
using FaeRealtime.Parity;

namespace FaeRealtime.Host.Commands.Parity;

/// <summary>The JSON of <c>fae parity --json</c>. A comparison that could not be made has the error "NaN".</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(List<ParityReport>))]
internal sealed partial class ParityJsonContext : JsonSerializerContext;
