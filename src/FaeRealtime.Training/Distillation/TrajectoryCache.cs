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
    public static TrajectoryCache Open(TrajectorySource source, string identity, string folder, int count, Action<int> report, torch.Device device, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Directory.CreateDirectory(folder);
        torch.Tensor? states = null;
        for (var first = 0; first < count; first += BlockSize)
        {
            var (path, length) = (Path.Combine(folder, FormattableString.Invariant($"{first / BlockSize:d5}.safetensors")), Math.Min(BlockSize, count - first));
            if (!Holds(path, identity, length))
            {
                using var block = source.Compute(first, length, cancellationToken);
                SafetensorsWriter.Write(path, [TensorExport.ToSafetensors(StatesKey, block)], new Dictionary<string, string> { [IdentityKey] = identity });
            }

            using var reader = SafetensorsReader.Open(path);
            states ??= torch.empty([count, .. reader.Entry(StatesKey).Shape.Skip(1)], device: device);
            TensorExport.Fill(states.narrow(0, first, length), reader, StatesKey);
            report(first + length);
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
