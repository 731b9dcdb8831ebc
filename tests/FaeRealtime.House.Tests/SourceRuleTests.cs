using System.Text.RegularExpressions;
using FaeRealtime.Testing;

namespace FaeRealtime.House.Tests;

/// <summary>Rules of the house that no analyzer knows.</summary>
public sealed class SourceRuleTests
{
    private const int LongestFile = 400;

    [Fact]
    public void SourceFiles_OfHouse_StayUnderTheSizeLimit() =>
        Assert.DoesNotContain(SourceFiles(), file => File.ReadLines(file).Count() > LongestFile);

    [Fact]
    public void SourceFiles_OfHouse_HaveNoConditionalCompilationOrRegions() =>
        Assert.DoesNotContain(SourceFiles().SelectMany(File.ReadLines), line => line.TrimStart() is var text && (text.StartsWith("#if", StringComparison.Ordinal) || text.StartsWith("#region", StringComparison.Ordinal)));

    /// <summary>libtorch's kernels for convolutions and TorchSharp's group norm have traps, each of which is dealt with in one file.</summary>
    [Theory]
    [InlineData(@"\bnn\.Conv|\bconv(_transpose)?[123]d\(", "ConvolutionKernels.cs", "PatchEmbed.cs", "ConvolutionPrimitives.cs")] // Patches are a matrix product; Parity's primitives are forward only.
    [InlineData(@"\bnn\.GroupNorm\(", "GroupNorms.cs")]
    public void SourceFiles_OfHouse_GoThroughOneFile(string call, params string[] files) =>
        Assert.All(SourceFiles().Where(file => !files.Contains(Path.GetFileName(file))), file => Assert.DoesNotMatch(call, File.ReadAllText(file)));

    /// <summary>Who embeds a library has neither the program's options nor its commands: its messages name what is wrong and what to give, and the command line says the rest. Comments may tell.</summary>
    [Theory]
    [InlineData("Core")]
    [InlineData("Cpu")]
    [InlineData("Engines")]
    [InlineData("Engines.Torch")]
    [InlineData("Graphics")]
    [InlineData("Live")]
    [InlineData("Sampling")]
    [InlineData("Video")]
    [InlineData("Data")]
    [InlineData("Evaluation")]
    [InlineData("Models")]
    [InlineData("Native")]
    [InlineData("Parity")]
    [InlineData("Remote")]
    [InlineData("Training")]
    public void Messages_OfALibrary_NameNothingOfTheProgram(string room)
    {
        // A model's README tells the commands that made it; other programs have options of their own.
        const string document = "ModelCard.cs";
        const string others = @"srun --mpi=\w+|\(srun --mpi=list|node --version|""--silent""";
        var lines = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", $"FaeRealtime.{room}"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != document)
            .SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Select(line => Regex.Replace(line, others, string.Empty));
        Assert.All(lines, line => Assert.DoesNotMatch("""\$?"[^"]*(?<![\w-])(--[a-z]{3,}|\./fae |fae (demo|live|serve|images|video|morph|render|remake|info|doctor|bench|soak|import|export|data|train|eval)\b)""", line));
    }

    [Fact]
    public void TopLevel_OfHouse_HoldsOnlyWhatTheMapNames()
    {
        string[] folders = ["src", "tests", "shaders", "content", "artifacts", "runs", "data", "images"];
        string[] files = ["FaeRealtime.sln", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "NOTICE", "fae", "global.json", "BannedSymbols.txt", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "walk.webp", "walk.png"];
        var strangers = Directory.EnumerateFileSystemEntries(Repository.Root)
            .Select(entry => Path.GetFileName(entry)!)
            .Where(name => !name.StartsWith('.'))
            .Except(folders)
            .Except(files);
        Assert.Empty(strangers);
    }

    [Fact]
    public void Content_OfHouse_StaysWithinItsLimits()
    {
        const long megabyte = 1 << 20;
        var sizes = Directory.EnumerateFiles(Path.Combine(Repository.Root, "content"), "*", SearchOption.AllDirectories)
            .Select(file => (File: file, new FileInfo(file).Length))
            .ToList();
        Assert.DoesNotContain(sizes, entry => entry.Length >= 16 * megabyte);
        Assert.True(sizes.Sum(entry => entry.Length) <= 64 * megabyte);
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories);
}
