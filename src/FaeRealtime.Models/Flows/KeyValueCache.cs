using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>Keys and values of the tokens that a block has read, for every layer, so that each new token passes the layers once. Keys lie here rotated: a token's place never changes.</summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly Tensor _keys; // [layers, B, Hk, T, Dh]
    private readonly Tensor _values; // [layers, B, Hk, T, Dh]

    private KeyValueCache(Tensor keys, Tensor values) => (_keys, _values) = (keys, values);

    /// <summary>How many tokens are kept.</summary>
    public long Length { get; private set; }

    /// <summary>Room for a sequence.</summary>
    /// <param name="layers">Layers of the block.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="batch">Images B.</param>
    /// <param name="capacity">Greatest number of tokens T.</param>
    /// <param name="type">What the layers compute in.</param>
    /// <param name="device">Where they lie.</param>
    public static KeyValueCache Create(int layers, FlowLayerShape shape, long batch, long capacity, ScalarType type, Device device)
    {
        long[] size = [layers, batch, shape.KeyHeads, capacity, shape.HeadWidth];
        return new KeyValueCache(zeros(size, type, device), zeros(size, type, device));
    }

    /// <summary>Writes new tokens behind the kept ones. They are kept only when <see cref="Keep"/> says so; until then the next ones take their place.</summary>
    /// <param name="layer">Which layer.</param>
    /// <param name="keys"><c>[B, Hk, n, Dh]</c>, rotated. Borrowed.</param>
    /// <param name="values"><c>[B, Hk, n, Dh]</c>. Borrowed.</param>
    /// <returns>Keys and values of the kept and the new tokens, <c>[B, Hk, Length + n, Dh]</c> each: views, in the caller's scope.</returns>
    public (Tensor Keys, Tensor Values) Write(int layer, Tensor keys, Tensor values)
    {
        var added = keys.size(2);
        return (Write(_keys[layer], keys, added), Write(_values[layer], values, added));
    }

    /// <summary>Keeps the tokens that were written last.</summary>
    /// <param name="tokens">Their number.</param>
    public void Keep(long tokens) => Length += tokens;

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }

    private Tensor Write(Tensor all, Tensor added, long count)
    {
        using var place = all.narrow(2, Length, count); // [B, Hk, n, Dh]
        place.copy_(added);
        return all.narrow(2, 0, Length + count); // [B, Hk, Length + n, Dh]
    }
}
