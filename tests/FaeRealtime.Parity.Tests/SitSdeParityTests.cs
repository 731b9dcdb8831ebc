using System.Text.Json.Nodes;
using FaeRealtime.Testing;

namespace FaeRealtime.Parity.Tests;

/// <summary>Runs that the official code cannot do have no tensors; they must stand in the report all the same.</summary>
public sealed class SitSdeParityTests : IDisposable
{
    private const string Case = "fixtures/sit";

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-sit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedTheory(Case)]
    [InlineData("SBDM", "Start below 1")]
    [InlineData("constant", "square root")]
    [InlineData("increasing-decreasing", "misspells")]
    public void Run_FormThatTheOfficialCodeCannotDo_RowWithTheReason(string form, string reason)
    {
        var report = Report(config => config["sde"]!["broken"] = Sde(form, "Euler"));

        Assert.Contains(reason, Assert.Single(report.Rows, row => row.Tensor == "broken").Note, StringComparison.Ordinal);
        Assert.True(report.Passed, string.Join('\n', report.Rows.Where(row => !row.Pass)));
    }

    [SharedFact(Case)]
    public void Run_RecordedRunWithAnotherForm_Fails()
    {
        var report = Report(config => config["sde"]!["sde_sigma_mean"]!["diffusion_form"] = "decreasing");

        Assert.False(Assert.Single(report.Rows, row => row.Tensor == "sde_sigma_mean.samples").Pass);
        Assert.False(Assert.Single(report.Rows, row => row.Tensor == "sde_sigma_mean.diffusion").Pass);
        Assert.True(Assert.Single(report.Rows, row => row.Tensor == "sde_sigma_none.samples").Pass);
    }

    [SharedFact(Case)]
    public void Run_RunThatTheConfigDoesNotName_ReportedAsNotComputed()
    {
        var report = Report(config => ((JsonObject)config["sde"]!).Remove("sde_sigma_none"));

        Assert.False(Assert.Single(report.Rows, row => row.Tensor == "sde_sigma_none.samples").Pass);
    }

    private static JsonObject Sde(string form, string method) => new()
    {
        ["diffusion_form"] = form,
        ["diffusion_norm"] = 1.0,
        ["last_step"] = "Mean",
        ["method"] = method,
        ["last_step_size"] = 0.04,
        ["num_steps"] = 10,
    };

    private ParityReport Report(Action<JsonNode> bend)
    {
        var source = SharedData.Path(Case);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        var path = Path.Combine(_folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        bend(config);
        File.Delete(path);
        File.WriteAllText(path, config.ToJsonString());
        return ParityCase.Run(_folder);
    }
}
