using System.Xml.Linq;
using FaeRealtime.Testing;

namespace FaeRealtime.House.Tests;

/// <summary>The arrows between rooms: a project may reference what the house allows and nothing else.</summary>
public sealed class ProjectEdgeTests
{
    // Our subset, or the published packages (FaeWindowing).
    private static readonly string[] Windowing = ["Silk.NET.Windowing", "Silk.NET.Input"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FaeRealtime.Core"] = [],
        ["FaeRealtime.Sampling"] = ["FaeRealtime.Core"],
        ["FaeRealtime.Text"] = ["FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Models", "Microsoft.ML.OnnxRuntime.Managed", "Microsoft.ML.Tokenizers", "TorchSharp"],
        ["FaeRealtime.Onnx"] = ["FaeRealtime.Core", "FaeRealtime.Sampling", "Google.Protobuf"],
        ["FaeRealtime.Models"] = ["FaeRealtime.Core", "FaeRealtime.Sampling", "TorchSharp", "System.Numerics.Tensors"],
        ["FaeRealtime.Native"] = ["FaeRealtime.Core"],
        ["FaeRealtime.Data"] =
        [
            "FaeRealtime.Core", "FaeRealtime.Models", "TorchSharp", "SixLabors.ImageSharp", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies", "Svg.Skia",
        ],
        ["FaeRealtime.Training"] =
        [
            "FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Models", "FaeRealtime.Native", "FaeRealtime.Data", "TorchSharp", "SixLabors.ImageSharp",
        ],
        ["FaeRealtime.Evaluation"] =
        [
            "FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Models", "FaeRealtime.Data", "FaeRealtime.Training", "TorchSharp", "SixLabors.ImageSharp",
        ],
        ["FaeRealtime.Parity"] =
        [
            "FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Engines", "FaeRealtime.Models", "FaeRealtime.Data", "FaeRealtime.Training", "FaeRealtime.Evaluation", "TorchSharp",
        ],
        ["FaeRealtime.Cpu"] = ["FaeRealtime.Core", "FaeRealtime.Sampling"],
        ["FaeRealtime.Graphics"] = ["FaeRealtime.Core", "Silk.NET.OpenGL"],
        ["FaeRealtime.Engines"] = ["FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Cpu"],
        ["FaeRealtime.Engines.Gl"] = ["FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Engines", "FaeRealtime.Graphics", "Silk.NET.OpenGL"],
        ["FaeRealtime.Engines.Torch"] =
        [
            "FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Engines", "FaeRealtime.Models", "FaeRealtime.Native", "TorchSharp", "Microsoft.Extensions.Logging.Abstractions",
        ],
        ["FaeRealtime.Live"] =
        [
            "FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Engines", "FaeRealtime.Graphics", "Silk.NET.OpenGL", "Microsoft.Extensions.Logging.Abstractions",
        ],
        ["FaeRealtime.Video"] = ["FaeRealtime.Core", "SixLabors.ImageSharp", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
        ["FaeRealtime.Remote"] = ["FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Engines", "FaeRealtime.Live", "FaeRealtime.Video", "ModelContextProtocol.AspNetCore"],
        ["FaeRealtime.Host"] =
        [
            "FaeRealtime.Core", "FaeRealtime.Sampling", "FaeRealtime.Models", "FaeRealtime.Cpu", "FaeRealtime.Data", "FaeRealtime.Training", "FaeRealtime.Evaluation",
            "FaeRealtime.Parity", "FaeRealtime.Graphics",
            "FaeRealtime.Engines", "FaeRealtime.Engines.Gl", "FaeRealtime.Engines.Torch", "FaeRealtime.Live", "FaeRealtime.Video", "FaeRealtime.Remote", "FaeRealtime.Native", "FaeRealtime.Text", "FaeRealtime.Onnx",
            "TorchSharp", "Silk.NET.OpenGL", "SixLabors.ImageSharp", "SkiaSharp", "System.CommandLine", "Spectre.Console", .. Windowing,
        ],
        ["SpinningCube"] = ["FaeRealtime.Core", "FaeRealtime.Engines", "FaeRealtime.Engines.Gl", "FaeRealtime.Graphics", "FaeRealtime.Live", "Silk.NET.OpenGL", .. Windowing],
        ["Silk.NET.Windowing"] = ["Silk.NET.Core", "Silk.NET.Maths", "Silk.NET.OpenGL"],
    };

    public static TheoryData<string> Projects => new(SourceProjects());

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfProject_AreAllowed(string path)
    {
        var room = Path.GetFileNameWithoutExtension(path);
        Assert.True(Allowed.TryGetValue(room, out var allowed), $"{path}: room '{room}' is not in the house's table; add it to {nameof(ProjectEdgeTests)} and the README's map.");
        Assert.Empty(References(path).Except(allowed!));
    }

    [Fact]
    public void Solution_OfHouse_ListsEveryProject()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "FaeRealtime.sln")).Replace('\\', '/');
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Concat(SourceProjects());
        Assert.DoesNotContain(projects, project => !solution.Contains(project.Replace('\\', '/'), StringComparison.Ordinal));
    }

    private static IEnumerable<string> SourceProjects() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> References(string path)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, path));
        var rooms = project.Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value.Replace('\\', '/')));
        var libraries = project.Descendants("PackageReference").Select(item => item.Attribute("Include")!.Value);
        return rooms.Concat(libraries);
    }
}
