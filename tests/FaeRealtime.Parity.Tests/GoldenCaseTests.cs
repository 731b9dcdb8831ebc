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

    [SharedFact("fixtures/t5_encoder")]
    public void Run_ModelNotKnown_NamesTheKnownOnes()
    {
        var failure = Assert.Throws<ConfigException>(() => ParityCase.Run(SharedData.Path("fixtures/t5_encoder")));

        Assert.Contains("'LightningDiT'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoCaseThere_IsAConfigError()
    {
        var failure = Assert.Throws<ConfigException>(() => ParityCase.Run(Path.Combine(Path.GetTempPath(), "no-such-case")));

        Assert.Contains("golden case", failure.Message, StringComparison.Ordinal);
    }
}
