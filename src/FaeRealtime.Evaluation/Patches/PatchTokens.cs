using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.Patches;

/// <summary>The tokens of images in one representation, of unit length, and what follows from their products.</summary>
internal sealed class PatchTokens
{
    private readonly torch.Tensor _unit;

    /// <summary>Normalises tokens.</summary>
    /// <param name="name">Of the representation.</param>
    /// <param name="tokens"><c>[N, T, D]</c>. Borrowed; what this holds belongs to the caller's scope.</param>
    public PatchTokens(string name, torch.Tensor tokens)
    {
        Name = name;
        using var scope = torch.NewDisposeScope();
        var x = tokens.cpu().to(torch.ScalarType.Float64);
        _unit = (x / x.square().sum(-1, keepdim: true).sqrt().clamp(1e-12)).MoveToOuterDisposeScope(); // [N, T, D]
    }

    public string Name { get; }

    /// <summary>Cosine similarities of every patch of one image to every patch of another.</summary>
    /// <returns>Row-major <c>[T, T]</c>.</returns>
    public double[] Similarities(int from, int to)
    {
        using var scope = torch.NewDisposeScope();
        return TensorExport.Values<double>(_unit.select(0, from).matmul(_unit.select(0, to).t()));
    }

    /// <summary>Pairs of patches that are each other's most similar, the best first.</summary>
    public IReadOnlyList<PatchMatch> Matches(int from, int to)
    {
        var similarities = Similarities(from, to);
        var side = (int)_unit.shape[1];
        var matches = new List<PatchMatch>();
        for (var i = 0; i < side; i++)
        {
            var best = Best(similarities, i * side, 1, side);
            if (Best(similarities, best, side, side) == i)
            {
                matches.Add(new PatchMatch(i, best, similarities[(i * side) + best]));
            }
        }

        return [.. matches.OrderByDescending(match => match.Similarity)];
    }

    /// <summary>Pearson's correlation of this representation's similarities within an image with another's, over pairs of different patches.</summary>
    public double Agreement(PatchTokens other, int image)
    {
        var side = (int)_unit.shape[1];
        var (mine, theirs) = (Similarities(image, image), other.Similarities(image, image));
        int[] pairs = [.. Enumerable.Range(0, side * side).Where(i => i / side < i % side)];
        var (meanMine, meanTheirs) = (pairs.Average(i => mine[i]), pairs.Average(i => theirs[i]));
        var product = pairs.Sum(i => (mine[i] - meanMine) * (theirs[i] - meanTheirs));
        return product / Math.Sqrt(pairs.Sum(i => Math.Pow(mine[i] - meanMine, 2)) * pairs.Sum(i => Math.Pow(theirs[i] - meanTheirs, 2)));
    }

    private static int Best(double[] values, int start, int stride, int count)
    {
        var best = 0;
        for (var i = 1; i < count; i++)
        {
            best = values[start + (i * stride)] > values[start + (best * stride)] ? i : best;
        }

        return best;
    }
}

/// <summary>Two patches that are each other's most similar.</summary>
/// <param name="From">Index in the first image, row by row.</param>
/// <param name="To">Index in the second.</param>
/// <param name="Similarity">Cosine.</param>
internal readonly record struct PatchMatch(int From, int To, double Similarity);
