using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Conditions;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>Trajectories in memory, and block by block in files: what was computed before a run stopped is read again.</summary>
internal sealed class TrajectoryCache : IDisposable
{
    /// <summary>Trajectories in a file, computed at once.</summary>
    public const int BlockSize = 128;

    private const string StatesKey = "states";
    private const string IdentityKey = "identity";

    private readonly torch.Tensor _states;
    private readonly TrajectorySource _source;

    private TrajectoryCache(torch.Tensor states, TrajectorySource source)
    {
        _states = states;
        _source = source;
    }

    /// <summary>How many there are.</summary>
    public long Count => _states.size(0);

    /// <summary>Reads the blocks of a folder and computes those that are missing or belong to another teacher.</summary>
    /// <param name="source">What computes them. Borrowed.</param>
    /// <param name="identity">What they depend on besides their numbers.</param>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="report">Receives how many are there.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="cancellationToken">Checked at every step of the teacher; finished blocks stay.</param>
    /// <param name="place">This process's number and how many there are: those that see one folder begin at different blocks, and take what others have finished.</param>
    public static TrajectoryCache Open(
        TrajectorySource source, string identity, string folder, int count, Action<int> report, torch.Device device, CancellationToken cancellationToken, (int Rank, int World) place = default)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Directory.CreateDirectory(folder);
        var blocks = (count + BlockSize - 1) / BlockSize;
        for (var i = 0; i < blocks; i++)
        {
            var block = (i + (blocks * place.Rank / Math.Max(1, place.World))) % blocks;
            var (path, first, length) = Block(folder, block, count);
            if (!Holds(path, identity, length))
            {
                using var computed = source.Compute(first, length, cancellationToken);
                SafetensorsWriter.Write(path, [TensorExport.ToSafetensors(StatesKey, computed)], new Dictionary<string, string> { [IdentityKey] = identity });
            }

            report(Math.Min(count, (i + 1) * BlockSize));
        }

        torch.Tensor? states = null;
        for (var block = 0; block < blocks; block++)
        {
            var (path, first, length) = Block(folder, block, count);
            using var reader = SafetensorsReader.Open(path);
            states ??= torch.empty([count, .. reader.Entry(StatesKey).Shape.Skip(1)], device: device);
            TensorExport.Fill(states.narrow(0, first, length), reader, StatesKey);
        }

        return new TrajectoryCache(states!.DetachFromDisposeScope(), source);
    }

    /// <summary>Some of them.</summary>
    /// <param name="numbers">Which.</param>
    /// <returns>States <c>[n, kept + 1, C, h, w]</c> and what each of the n was asked for; the caller disposes.</returns>
    public (torch.Tensor States, ConditionRows Wanted) Choose(long[] numbers)
    {
        using var index = torch.tensor(numbers, [numbers.Length], device: _states.device);
        return (_states.index_select(0, index), _source.Wanted(numbers));
    }

    public void Dispose() => _states.Dispose();

    private static (string Path, int First, int Length) Block(string folder, int block, int count) =>
        (Path.Combine(folder, FormattableString.Invariant($"{block:d5}.safetensors")), block * BlockSize, Math.Min(BlockSize, count - (block * BlockSize)));

    private static bool Holds(string path, string identity, int length)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var reader = SafetensorsReader.Open(path);
        return reader.Metadata.GetValueOrDefault(IdentityKey) == identity && reader.Entry(StatesKey).Shape[0] == length;
    }
}
