using System.Text.Json;
using System.Xml.Linq;
using FaeRealtime.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FaeRealtime.House.Tests.Folders;

/// <summary>The rooms of src as the compiler sees them: each from its sources, over the rooms and packages that it references.</summary>
/// <remarks>Source generators do not run: what they would add is missing, and nothing of it leads to another folder.</remarks>
internal sealed class RoomCompilation
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static readonly SyntaxTree Implicit = CSharpSyntaxTree.ParseText(
        string.Concat(new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" }.Select(name => $"global using {name};\n")),
        Language);

    // What this process runs on, less what it brought itself.
    private static readonly string[] FrameworkNames = ["System.", "Microsoft.AspNetCore", "Microsoft.Extensions", "netstandard"];

    public static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => FrameworkNames.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Dictionary<string, CSharpCompilation> _rooms = [];

    /// <summary>All rooms.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"), "FaeRealtime.*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    /// <summary>Compiles a room, and those below it.</summary>
    /// <param name="room">Its folder in src, which is also its project's name.</param>
    public CSharpCompilation Of(string room)
    {
        if (!_rooms.TryGetValue(room, out var compilation))
        {
            var references = Framework.Concat(Packages(room)).Concat(Below(room).Select(name => Of(name).ToMetadataReference()));
            var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
            _rooms[room] = compilation = CSharpCompilation.Create(room, Sources(room).Select(Parse).Append(Implicit), references, options);
        }

        return compilation;
    }

    /// <summary>The C# files of a room.</summary>
    public static IEnumerable<string> Sources(string room) => Directory.EnumerateFiles(Folder(room), "*.cs", SearchOption.AllDirectories);

    /// <summary>Where a room lies.</summary>
    public static string Folder(string room) => Path.Combine(Repository.Root, "src", room);

    private static SyntaxTree Parse(string path) => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Language, path);

    // The whole way down: the compiler needs the bases of bases.
    private static HashSet<string> Below(string room)
    {
        var found = new HashSet<string>();
        foreach (var next in XDocument.Load(Path.Combine(Folder(room), $"{room}.csproj")).Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value.Replace('\\', '/'))))
        {
            if (File.Exists(Path.Combine(Folder(next), $"{next}.csproj")))
            {
                found.Add(next);
                found.UnionWith(Below(next));
            }
        }

        return found;
    }

    // As the restore of the room's project found them.
    private static List<MetadataReference> Packages(string room)
    {
        var assets = Path.Combine(AppContext.BaseDirectory, "../../../obj", room, "project.assets.json");
        Assert.True(File.Exists(assets), $"{room} has not been restored; build FaeRealtime.sln first.");
        using var document = JsonDocument.Parse(File.ReadAllText(assets));
        var folders = document.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = document.RootElement.GetProperty("libraries");
        List<MetadataReference> references = [];
        foreach (var library in document.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package" || !library.Value.TryGetProperty("compile", out var compile))
            {
                continue;
            }

            var place = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
            references.AddRange(
                from file in compile.EnumerateObject()
                where file.Name.EndsWith(".dll", StringComparison.Ordinal)
                select folders.Select(folder => Path.Combine(folder, place, file.Name)).FirstOrDefault(File.Exists) into found
                where found is not null
                select MetadataReference.CreateFromFile(found));
        }

        return references;
    }
}
