using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>The best rate of multiplications and additions, where a benchmark's shape says how many there are.</summary>
internal sealed class OperationsColumn : IColumn
{
    public string Id => nameof(OperationsColumn);

    public string ColumnName => "GFLOP/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "10⁹ multiplications and additions a second, at the minimum";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        var shape = benchmarkCase.Parameters.Items.Select(item => item.Value).OfType<KernelShape>().FirstOrDefault();
        return shape?.Operations is { } operations && summary[benchmarkCase]?.ResultStatistics is { } times
            ? (operations / times.Min).ToString("0.0", CultureInfo.InvariantCulture)
            : "-";
    }
}
