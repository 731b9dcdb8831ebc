using FaeRealtime.Testing;

namespace FaeRealtime.Live.Tests.Examples;

/// <summary>Every piece of C# in a page is a piece of a file that is compiled and run.</summary>
public sealed class DocumentationTests
{
    // The second one's program is built against the packages by the tests of these.
    private static readonly string[] Places = ["tests/FaeRealtime.Live.Tests/Examples/EmbedExamples.cs", "tests/pack/Program.cs", "tests/FaeRealtime.Engines.Gl.Tests/SharedPictureTests.cs", "tests/FaeRealtime.Engines.Gl.Tests/SliceTests.cs"];

    [Fact]
    public void CSharp_OfEveryPage_StandsInAnExample()
    {
        var examples = Examples();
        var blocks = Pages().SelectMany(page => Blocks(page).Select(text => (page, text))).ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.True(examples.Contains(block.text), $"{block.page}: this block stands in no example of {string.Join(", ", Places)}:\n{block.text}"));
    }

    [Fact]
    public void Examples_All_StandInAPage()
    {
        var blocks = Pages().SelectMany(Blocks).ToHashSet(StringComparer.Ordinal);
        Assert.All(Examples(), example => Assert.True(blocks.Contains(example), $"No page shows this example:\n{example}"));
    }

    private static List<string> Examples() => [.. Places.SelectMany(place => Sections(Path.Combine(Repository.Root, place), line => line == "// example", line => line == "// end"))];

    private static IEnumerable<string> Blocks(string page) => Sections(page, line => line == "```csharp", line => line == "```");

    private static IEnumerable<string> Pages() =>
        new[] { "src", "content", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            .Append(Path.Combine(Repository.Root, "README.md"));

    private static IEnumerable<string> Sections(string path, Func<string, bool> begins, Func<string, bool> ends)
    {
        List<string>? section = null;
        foreach (var line in File.ReadLines(path))
        {
            if (section is null)
            {
                section = begins(line.Trim()) ? [] : null;
            }
            else if (ends(line.Trim()))
            {
                yield return Unindented(section);
                section = null;
            }
            else
            {
                section.Add(line.TrimEnd());
            }
        }
    }

    private static string Unindented(List<string> lines)
    {
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : string.Empty));
    }
}
