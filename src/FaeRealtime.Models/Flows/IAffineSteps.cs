using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>A block on its way through a sequence, with what it remembers of the tokens so far.</summary>
internal interface IAffineSteps
{
    /// <summary>What happens to the tokens that come after given ones.</summary>
    /// <param name="input">Tokens <c>[B, n, C]</c> that follow the kept ones. Borrowed.</param>
    /// <returns>For each, what happens to the token after it: <c>[B, n, C]</c>; the caller disposes.</returns>
    AffineTransform Next(Tensor input);

    /// <summary>Keeps the last tokens that were asked about.</summary>
    /// <param name="tokens">Their number.</param>
    void Keep(long tokens);
}
