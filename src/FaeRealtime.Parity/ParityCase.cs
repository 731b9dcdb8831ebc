using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Parity.Cases;

namespace FaeRealtime.Parity;

/// <summary>Runs golden cases: folders with a config.json that names the model, official weights, inputs and expected outputs.</summary>
public static class ParityCase
{
    /// <summary>Runs one case.</summary>
    /// <param name="directory">The case's folder.</param>
    /// <param name="options">Device, engine and tolerance; null for TorchSharp's modules on the CPU and the case's own tolerance.</param>
    /// <returns>A row for every tensor of the case.</returns>
    /// <exception cref="ConfigException">The folder has no readable config, or of a model that this program or the named engine does not have.</exception>
    /// <exception cref="GraphicsException">The engine cannot be opened.</exception>
    /// <exception cref="CheckpointException">A tensor file is missing or does not fit.</exception>
    public static ParityReport Run(string directory, ParityOptions? options = null)
    {
        using var config = Read(Path.Combine(directory, "config.json"));
        var model = config.RootElement.ValueKind == JsonValueKind.Object && config.RootElement.TryGetProperty("model", out var name) ? name.ToString() : string.Empty;
        if (!ParityKinds.All.TryGetValue(model, out var run))
        {
            throw new ConfigException($"'{directory}' is a golden case of '{model}'; this program knows {string.Join(", ", ParityKinds.All.Keys.Select(kind => $"'{kind}'"))}.");
        }

        if (options?.Engine is not null && !ParityKinds.OfEngines.Contains(model))
        {
            throw new ConfigException($"'{directory}' is a golden case of '{model}', which no frame engine runs; give one of {string.Join(", ", ParityKinds.OfEngines.Select(kind => $"'{kind}'"))}, or name no engine.");
        }

        var folder = new DirectoryInfo(directory);
        try
        {
            return new ParityReport(folder.Name, model, run(folder.FullName, config.RootElement, options ?? new ParityOptions()));
        }
        catch (KeyNotFoundException failure)
        {
            throw new ConfigException($"'{directory}': the config of this '{model}' case lacks a member: {failure.Message} Give a complete case.", failure);
        }
    }

    private static JsonDocument Read(string path)
    {
        try
        {
            return JsonDocument.Parse(InputFile.ReadBytes(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ConfigException($"'{path}' cannot be read: {failure.Message} Give a golden case's folder.", failure);
        }
    }
}
