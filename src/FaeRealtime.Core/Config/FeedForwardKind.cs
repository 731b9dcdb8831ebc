using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>What stands between two attentions.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FeedForwardKind>))]
public enum FeedForwardKind
{
    /// <summary>Linear, exact GELU, Linear.</summary>
    Gelu,

    /// <summary>Linear, tanh GELU, Linear.</summary>
    GeluTanh,

    /// <summary>One matrix w12 whose first half passes SiLU and multiplies the second, then w3.</summary>
    SwiGlu,
}

/// <summary>How gated feed-forward layers choose their hidden width, so that three matrices weigh as much as an ungated layer's two.</summary>
public static class FeedForwardWidth
{
    /// <summary>LightningDiT's: two thirds of the MLP's, cut down.</summary>
    /// <param name="width">Token width.</param>
    /// <param name="ratio">MLP hidden width over token width.</param>
    public static int TwoThirds(int width, double ratio) => (int)(2.0 / 3.0 * (int)(width * ratio));

    /// <summary>DINOv2's: two thirds of the MLP's, rounded up to a multiple of 8.</summary>
    /// <param name="width">Token width.</param>
    /// <param name="ratio">MLP hidden width over token width.</param>
    public static int TwoThirdsOfEight(int width, double ratio) => ((int)((int)(width * ratio) * 2.0 / 3.0) + 7) / 8 * 8;

    /// <summary>SD3's: two thirds of the MLP's, rounded up to a multiple of 256.</summary>
    /// <param name="width">Token width.</param>
    /// <param name="ratio">MLP hidden width over token width.</param>
    public static int TwoThirdsOf256(int width, double ratio) => ((int)((int)(width * ratio) * 2.0 / 3.0) + 255) / 256 * 256;
}
