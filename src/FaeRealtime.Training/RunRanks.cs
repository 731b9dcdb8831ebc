using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Distributed;
using FaeRealtime.Training.Distributed;
using TorchSharp;

namespace FaeRealtime.Training;

/// <summary>This process's place in a run of one or several. Rank 0 owns the run folder; every other rank works in a folder of its own that goes with it, so that ranks need not share a disk.</summary>
internal sealed class RunRanks : IDisposable
{
    private readonly DirectoryInfo? _scratch;

    private RunRanks(IRankExchange exchange, TrainingOptions options, DirectoryInfo? scratch)
    {
        (Exchange, _scratch) = (exchange, scratch);
        Options = scratch is null ? options : options with { OutPath = scratch.FullName, Resume = false, FromBest = false };
    }

    public IRankExchange Exchange { get; }

    /// <summary>The command's options with this rank's folder.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Whether this rank writes, shows and prints.</summary>
    public bool IsFirst => Exchange.Rank == 0;

    /// <summary>Meets the other ranks, where there are any.</summary>
    /// <exception cref="NativeException">They did not come, or Open MPI is missing.</exception>
    public static RunRanks Join(TrainingOptions options)
    {
        if (options.Ranks is not { } place)
        {
            return new RunRanks(new SingleRank(), options, null);
        }

        var group = ProcessGroup.Join(new ProcessGroupOptions(place.Rank, place.World)
        {
            Timeout = options.RankTimeout,
            CudaDevice = options.Device.type == DeviceType.CUDA ? Math.Max(0, options.Device.index) : null,
        });
        var scratch = group.Rank > 0 ? Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"fae-rank-{group.Rank}-")) : null;
        return new RunRanks(new GroupExchange(group, options.Device), options, scratch);
    }

    /// <summary>Refuses ranks that were not started for the same training.</summary>
    /// <param name="what">What is compared, for the message.</param>
    /// <param name="text">This rank's.</param>
    /// <exception cref="ConfigException">A rank has another; every rank throws.</exception>
    public void RequireSame(string what, string text)
    {
        if (!Exchange.Agrees(SHA256.HashData(Encoding.UTF8.GetBytes(text))))
        {
            throw new ConfigException($"The {Exchange.World} ranks do not train the same: {what} of some differs from rank 0's. Start all of them with the same command on the same data.");
        }
    }

    public void Dispose()
    {
        Exchange.Dispose();
        _scratch?.Delete(recursive: true);
    }
}
