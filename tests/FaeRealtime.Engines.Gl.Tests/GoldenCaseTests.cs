using FaeRealtime.Core.Errors;
using FaeRealtime.Parity;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Testing;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>The engine beside what the official SiT, LightningDiT, MMDiTX and RAE answered, by the cases' own rules; the CPU engine, which the pictures are held to elsewhere, as well.</summary>
public sealed class GoldenCaseTests
{
    private const string Fixtures = "fixtures";

    [SharedTheory(Fixtures)]
    [InlineData("sit", 7)]
    [InlineData("lightningdit_all", 6)]
    [InlineData("lightningdit_official_flags", 8)]
    [InlineData("lightningdit_qknorm_ln_woshift", 6)]
    [InlineData("mmdit_sd3_noqknorm", 3)]
    [InlineData("rae_decoder", 1)]
    public void Engines_OfAnOfficialCase_AnswerTheSame(string name, int compared)
    {
        foreach (var engine in new Func<Core.Folders.ModelFolder, FrameEngineOptions>[] { folder => new GlEngineOptions(folder) { HalfWeights = false }, folder => new CpuEngineOptions(folder) })
        {
            var report = ParityCase.Run(SharedData.Path($"{Fixtures}/{name}"), new ParityOptions { Engine = engine });

            Assert.True(report.Passed, string.Join('\n', report.Rows.Where(row => !row.Pass)));
            Assert.Equal(compared, report.Rows.Count(row => double.IsFinite(row.MaxAbsoluteError)));
            Assert.Contains("does not show", report.Rows[^1].Note, StringComparison.Ordinal);
        }
    }

    /// <summary>An engine that computes something else does not pass.</summary>
    [SharedFact($"{Fixtures}/lightningdit_all")]
    public void Engine_OfRoundedWeights_DoesNotPass()
    {
        var report = ParityCase.Run(SharedData.Path($"{Fixtures}/lightningdit_all"), new ParityOptions { Engine = folder => new GlEngineOptions(folder) { HalfWeights = true } });

        Assert.Contains(report.Rows, row => row is { Tensor: "fwd.out", Pass: false, MaxAbsoluteError: > 0 });
    }

    [SharedFact($"{Fixtures}/mmdit_sd35_qknorm")]
    public void Engine_OfALatentThatIsNoSquare_IsRefused()
    {
        var options = new ParityOptions { Engine = folder => new GlEngineOptions(folder) };
        var refused = Assert.Throws<ConfigException>(() => ParityCase.Run(SharedData.Path($"{Fixtures}/mmdit_sd35_qknorm"), options));

        Assert.Contains("8×12", refused.Message, StringComparison.Ordinal);
    }

    [SharedFact($"{Fixtures}/siglip")]
    public void Engine_OfACaseWithoutGenerator_IsRefused()
    {
        var options = new ParityOptions { Engine = folder => new GlEngineOptions(folder) };
        var refused = Assert.Throws<ConfigException>(() => ParityCase.Run(SharedData.Path($"{Fixtures}/siglip"), options));

        Assert.Contains("which no frame engine runs", refused.Message, StringComparison.Ordinal);
    }
}
