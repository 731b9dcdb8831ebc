using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaeRealtime.Evaluation.Ablations;
using FaeRealtime.Evaluation.Attributes;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Evaluation.Patches;
using FaeRealtime.Evaluation.Reconstruction;
using FaeRealtime.Evaluation.Understanding;
using FaeRealtime.Testing;

namespace FaeRealtime.Evaluation.Tests;

public sealed class ReportNumberTests
{
    private static readonly Type[] Reports =
        [typeof(GenerationReport), typeof(ReconstructionReport), typeof(UnderstandingReport), typeof(RetrievalReport), typeof(PatchReport), typeof(NeighbourReport), typeof(FilesReport), typeof(AblationReport), typeof(AttributeReport)];

    [Fact]
    public void Numbers_OfEveryReport_AreExplainedInTheGuide()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "src", "FaeRealtime.Evaluation", "README.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var explained = rows.SelectMany(row => row.Split('|')[1].Split('`').Where((_, i) => i % 2 == 1)).ToHashSet(StringComparer.Ordinal);
        var written = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var report in Reports)
        {
            Collect(report, written);
        }

        Assert.True(written.Count > 40);
        Assert.Empty(written.Except(explained));
    }

    [Fact]
    public void Report_OfGeneratedPictures_SaysThatItsDistancesAreNotThePublishedOnes()
    {
        var report = new GenerationReport { Model = "m", Encoder = "e", Space = "s", Real = "r", Count = 1, Classes = "c", Samplers = [] };

        Assert.Contains("not the published FID and KID", JsonSerializer.Serialize(report), StringComparison.Ordinal);
    }

    private static void Collect(Type type, SortedSet<string> names)
    {
        foreach (var property in type.GetProperties().Where(property => property.GetMethod is { IsStatic: false } && property.GetIndexParameters().Length == 0))
        {
            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            inner = inner.IsGenericType ? inner.GetGenericArguments()[0] : inner;
            if (inner == typeof(int) || inner == typeof(long) || inner == typeof(ulong) || inner == typeof(double))
            {
                names.Add(property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            }
            else if (inner.Namespace?.StartsWith("FaeRealtime", StringComparison.Ordinal) == true && !inner.IsEnum)
            {
                Collect(inner, names);
            }
        }
    }
}
