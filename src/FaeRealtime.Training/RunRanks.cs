using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Native.Distributed;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training;

/// <summary>This process's place in a run of one or several. Rank 0 owns the run folder; every other rank works in a folder of its own that goes with it, so that ranks need not share a disk; what can be computed again is taken from rank 0's where it is seen.</summary>
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
        if (scratch is not null)
        {
            Lend(options.OutPath, scratch.FullName);
        }

        return new RunRanks(new GroupExchange(group, options.Device), options, scratch);
    }

    /// <summary>
    /// Gives a rank's own folder what rank 0's has already, where this machine sees that: the cache itself, which is found by its content and written by one at a time, the teacher's trajectories, of which each rank computes
    /// others, and the phrases' vectors, so that all ranks are told the same words. Otherwise a rank encodes the whole data set anew, and nobody sees it do so.
    /// </summary>
    /// <param name="runPath">Rank 0's run folder.</param>
    /// <param name="ownPath">The rank's folder, empty; deleting it leaves the other as it is.</param>
    internal static void Lend(string runPath, string ownPath)
    {
        var (run, own) = (new RunFolder(Path.GetFullPath(runPath)), new RunFolder(ownPath));
        if (Directory.Exists(run.CacheFolder))
        {
            Directory.CreateSymbolicLink(own.CacheFolder, run.CacheFolder);
        }

        if (Directory.Exists(run.StateFolder))
        {
            Directory.CreateDirectory(run.TrajectoryFolder);
            Directory.CreateDirectory(own.StateFolder);
            Directory.CreateSymbolicLink(own.TrajectoryFolder, run.TrajectoryFolder);
        }

        var phrases = Path.Combine(runPath, ModelFolder.PhrasesFile);
        if (File.Exists(phrases))
        {
            File.Copy(phrases, Path.Combine(ownPath, ModelFolder.PhrasesFile));
        }
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
