using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>Undoes a block: each token needs those before it.</summary>
internal static class AutoregressiveDecoding
{
    /// <summary>Token after token.</summary>
    /// <param name="z">Noise in the block's order <c>[B, T, C]</c>. Borrowed.</param>
    /// <param name="start">The start token <c>[1, 1, C]</c>; null where the first token passes as it is. Borrowed.</param>
    /// <param name="steps">The block, with nothing kept but its condition.</param>
    /// <returns>Data in the block's order <c>[B, T, C]</c>; the caller disposes.</returns>
    public static Tensor Sequential(Tensor z, Tensor? start, IAffineSteps steps)
    {
        using var scope = NewDisposeScope();
        var (known, before) = Begin(z, start);
        for (var done = known.Count; done < z.size(1); done++)
        {
            before = steps.Next(before).Decode(z.narrow(1, done, 1)); // [B, 1, C]
            steps.Keep(1);
            known.Add(before);
        }

        return cat(known, 1).MoveToOuterDisposeScope(); // [B, T, C]
    }

    /// <summary>Many tokens at once, again and again until they agree: x⁽ⁱ⁺¹⁾ = z·scale(x⁽ⁱ⁾) + shift(x⁽ⁱ⁾), from x⁽⁰⁾ = z. A chunk of n tokens is exact after n rounds at the latest, because each round settles one more.</summary>
    /// <param name="z">As in <see cref="Sequential"/>, of shape <c>[B, T, C]</c>. Borrowed.</param>
    /// <param name="start">As in <see cref="Sequential"/>, <c>[1, 1, C]</c> or null. Borrowed.</param>
    /// <param name="steps">As in <see cref="Sequential"/>.</param>
    /// <param name="jacobi">Chunks and when to stop.</param>
    /// <returns>Data in the block's order <c>[B, T, C]</c>; the caller disposes.</returns>
    public static Tensor Jacobi(Tensor z, Tensor? start, IAffineSteps steps, JacobiDecoding jacobi)
    {
        using var scope = NewDisposeScope();
        var (known, before) = Begin(z, start);
        for (long done = known.Count; done < z.size(1);)
        {
            var length = Math.Min(jacobi.Chunk, z.size(1) - done);
            var chunk = Agree(z.narrow(1, done, length), before, steps, jacobi); // [B, n, C]
            steps.Keep(length);
            known.Add(chunk);
            before = chunk.narrow(1, length - 1, 1); // [B, 1, C]
            done += length;
        }

        return cat(known, 1).MoveToOuterDisposeScope(); // [B, T, C]
    }

    private static (List<Tensor> Known, Tensor Before) Begin(Tensor z, Tensor? start)
    {
        if (start is not null)
        {
            return ([], start.expand(z.size(0), 1, z.size(2)));
        }

        var first = z.narrow(1, 0, 1); // [B, 1, C]
        return ([first], first);
    }

    private static Tensor Agree(Tensor noise, Tensor before, IAffineSteps steps, JacobiDecoding jacobi)
    {
        var length = noise.size(1);
        var guess = noise; // [B, n, C]
        for (var round = 1; ; round++)
        {
            using var scope = NewDisposeScope();
            var input = cat([before, guess.narrow(1, 0, length - 1)], 1); // [B, n, C]
            var better = steps.Next(input).Decode(noise); // [B, n, C]
            var settled = round >= Math.Min(length, jacobi.Rounds) || ((better - guess).square().mean() / better.square().mean()).ToDouble() < jacobi.Tolerance;
            guess = better.MoveToOuterDisposeScope();
            if (settled)
            {
                return guess;
            }
        }
    }
}
