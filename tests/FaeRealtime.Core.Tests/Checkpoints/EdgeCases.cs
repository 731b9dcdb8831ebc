using System.Text.Json;
using FaeRealtime.Testing;

namespace FaeRealtime.Core.Tests.Checkpoints;

/// <summary>The golden safetensors files and what their list says of each.</summary>
internal static class EdgeCases
{
    public const string Folder = "fixtures/safetensors_edge";

    public static string Path(string file) => SharedData.Path($"{Folder}/{file}");

    public static TheoryData<string> Files(string section)
    {
        var data = new TheoryData<string>();
        if (SharedData.SkipReason(Folder) is not null)
        {
            data.Add(string.Empty);
            return data;
        }

        using var list = List();
        foreach (var file in list.RootElement.GetProperty(section).EnumerateObject())
        {
            data.Add(file.Name);
        }

        return data;
    }

    public static JsonElement Expected(string section, string file)
    {
        using var list = List();
        return list.RootElement.GetProperty(section).GetProperty(file).Clone();
    }

    private static JsonDocument List() => JsonDocument.Parse(File.ReadAllBytes(Path("config.json")));
}
