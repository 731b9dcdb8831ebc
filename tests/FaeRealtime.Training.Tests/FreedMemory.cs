using TorchSharp;

namespace FaeRealtime.Training.Tests;

/// <summary>Freed memory full of NaN, so that an operator which reads what nobody wrote gives itself away.</summary>
internal sealed class FreedMemory : IDisposable
{
    private const int Pieces = 6;
    private static readonly long[] Lengths = [16, 64, 256, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

    // Small tensors between the freed ones: without them the allocator would join its pieces and hand them back to the system, which returns zeros.
    private readonly List<torch.Tensor> _walls = [];

    /// <summary>Fills and frees pieces of the sizes that small networks allocate.</summary>
    public void FillWithNaN()
    {
        Dispose();
        var filled = new List<torch.Tensor>();
        foreach (var length in Lengths)
        {
            for (var piece = 0; piece < Pieces; piece++)
            {
                filled.Add(torch.full([length], float.NaN));
                _walls.Add(torch.zeros(Lengths[0]).DetachFromDisposeScope());
            }
        }

        filled.ForEach(tensor => tensor.Dispose());
    }

    /// <summary>Lets go of what keeps the pieces apart.</summary>
    public void Dispose()
    {
        _walls.ForEach(wall => wall.Dispose());
        _walls.Clear();
    }
}
