using System.Globalization;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Adversaries;

/// <summary>Heads in order, with the names that a list gives them: <c>0.first.weight</c>. TorchSharp 0.107's <c>ModuleList</c> tells no parameters where it is the root.</summary>
internal sealed class DinoHeads : nn.Module
{
    private readonly DinoHead[] _heads;

    /// <summary>Takes over heads.</summary>
    /// <param name="heads">Of one width.</param>
    public DinoHeads(IEnumerable<DinoHead> heads)
        : base(nameof(DinoHeads))
    {
        _heads = [.. heads];
        foreach (var (index, head) in _heads.Index())
        {
            register_module(index.ToString(CultureInfo.InvariantCulture), head);
        }
    }

    /// <summary>The heads.</summary>
    public IReadOnlyList<DinoHead> All => _heads;
}
