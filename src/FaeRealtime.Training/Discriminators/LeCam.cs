using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Discriminators;

/// <summary>Holds the logits of each kind near the running mean of the other's (Tseng et al. 2021, arXiv:2104.03310, in TiTok's one-sided form).</summary>
/// <remarks>
/// mean relu(d − m_fake)² over real images + mean relu(m_real − d)² over fakes, d an image's mean logit, m means that start at 0 and move once a step, after it.
/// TiTok takes d over the whole batch of a device, which would make a batch in parts another loss.
/// </remarks>
internal sealed class LeCam : IDisposable
{
    private readonly double _decay;
    private readonly Tensor _means; // [2]: real, fake
    private readonly Tensor _sums; // [2], of the step so far
    private long _rows;

    public LeCam(double decay, Device device)
    {
        _decay = decay;
        _means = zeros([2], device: device).DetachFromDisposeScope();
        _sums = zeros([2], device: device).DetachFromDisposeScope();
    }

    /// <summary>The running means of real and fake logits <c>[2]</c>.</summary>
    public Tensor Means => _means;

    /// <summary>The term of a part of the batch, whose logits are remembered for the means.</summary>
    /// <param name="real">Logits <c>[B, N]</c>. Borrowed.</param>
    /// <param name="fake">Logits <c>[B, N]</c>. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    public Tensor Of(Tensor real, Tensor fake)
    {
        using var scope = NewDisposeScope();
        var (ofReal, ofFake) = (real.mean([1L]), fake.mean([1L])); // [B]
        using (no_grad())
        {
            _sums.add_(stack([ofReal.sum(0L), ofFake.sum(0L)]));
            _rows += real.size(0);
        }

        var term = F.relu(ofReal - _means[1]).square().mean() + F.relu(_means[0] - ofFake).square().mean();
        return term.MoveToOuterDisposeScope();
    }

    /// <summary>Moves the means to the step's logits, or forgets these where the weights did not move.</summary>
    public void EndStep(bool moved)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        if (moved && _rows > 0)
        {
            _means.mul_((Scalar)_decay).add_(_sums / _rows, 1 - _decay);
        }

        _sums.zero_();
        _rows = 0;
    }

    public void Dispose()
    {
        _means.Dispose();
        _sums.Dispose();
    }
}
