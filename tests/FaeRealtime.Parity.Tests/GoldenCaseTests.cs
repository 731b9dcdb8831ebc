using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Testing;

namespace FaeRealtime.Parity.Tests;

public sealed class GoldenCaseTests
{
    private const string Fixtures = "fixtures";

    // Rows that the recorded cases do not hold enough for; they stay failed, and nothing else may.
    private static readonly string[] Unanswerable = ["loss.bce_logits"];

    public static TheoryData<string> Known()
    {
        var cases = new TheoryData<string>();
        foreach (var config in Directory.EnumerateFiles(SharedData.Path(Fixtures), "config.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            if (ParityKinds.All.ContainsKey(document.RootElement.GetProperty("model").GetString()!))
            {
                cases.Add(Path.GetFileName(Path.GetDirectoryName(config)!));
            }
        }

        return cases;
    }

    [SharedTheory(Fixtures)]
    [MemberData(nameof(Known))]
    public void Run_OfficialCase_EveryTensorWithinTolerance(string name)
    {
        var report = ParityCase.Run(SharedData.Path($"{Fixtures}/{name}"));

        Assert.NotEmpty(report.Rows);
        var failed = report.Rows.Where(row => !row.Pass && !Unanswerable.Contains(row.Tensor)).ToList();
        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }

    /// <summary>A device or a file without end in place of a case's configuration is refused, not read.</summary>
    [Fact]
    public void Run_ConfigOfAnotherKindOrSize_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("fae-case-");
        try
        {
            var config = Path.Combine(folder.FullName, "config.json");
            File.CreateSymbolicLink(config, "/dev/zero");
            Assert.Contains("a device", Assert.Throws<ConfigException>(() => ParityCase.Run(folder.FullName)).Message, StringComparison.Ordinal);
            File.Delete(config);
            using (var vast = File.Create(config))
            {
                vast.SetLength(1L << 40);
            }

            Assert.Contains("more than", Assert.Throws<ConfigException>(() => ParityCase.Run(folder.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Run_ModelNotKnown_NamesTheKnownOnes()
    {
        var folder = Directory.CreateTempSubdirectory("fae-case-");
        File.WriteAllText(Path.Combine(folder.FullName, "config.json"), """{"model":"a network that nobody wrote"}""");
        var failure = Assert.Throws<ConfigException>(() => ParityCase.Run(folder.FullName));
        folder.Delete(recursive: true);

        Assert.Contains("'LightningDiT'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoCaseThere_IsAConfigError()
    {
        var failure = Assert.Throws<ConfigException>(() => ParityCase.Run(Path.Combine(Path.GetTempPath(), "no-such-case")));

        Assert.Contains("golden case", failure.Message, StringComparison.Ordinal);
    }
}
