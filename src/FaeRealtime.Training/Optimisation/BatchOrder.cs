using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Which views a step sees: every view once an epoch, in an order that depends only on seed, stage and epoch. Batches run across epochs.</summary>
internal sealed class BatchOrder(ulong seed, StageKind stage, int views, int batch)
{
    private readonly Dictionary<long, long[]> _epochs = [];

    /// <summary>The views of one step.</summary>
    /// <param name="step">Zero-based.</param>
    public long[] Views(long step)
    {
        var result = new long[batch];
        for (var i = 0; i < batch; i++)
        {
            var position = (step * batch) + i;
            result[i] = Epoch(position / views)[position % views];
        }

        return result;
    }

    private long[] Epoch(long epoch)
    {
        if (!_epochs.TryGetValue(epoch, out var order))
        {
            // Only the current epoch is needed again.
            _epochs.Clear();
            order = Permute(epoch);
            _epochs[epoch] = order;
        }

        return order;
    }

    private long[] Permute(long epoch)
    {
        var random = new StepRandom(seed, stage, epoch);
        var order = new long[views];
        for (var i = 0; i < views; i++)
        {
            order[i] = i;
        }

        for (var i = views - 1; i > 0; i--)
        {
            var j = random.Integer(RandomPurpose.Order, i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
