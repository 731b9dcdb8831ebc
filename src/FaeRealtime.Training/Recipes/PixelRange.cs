using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using TorchSharp;

namespace FaeRealtime.Training.Recipes;

/// <summary>How images in [0, 1] enter a network that judges them.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PixelRange>))]
public enum PixelRange
{
    /// <summary>Mapped to [−1, 1], as LPIPS and RAE's discriminator were made for.</summary>
    Symmetric,

    /// <summary>As they are, as TiTok and Apple do.</summary>
    Unit,
}

/// <summary>The mapping itself.</summary>
internal static class PixelRangeExtensions
{
    /// <summary>Images as the range wants them.</summary>
    /// <param name="range">Which.</param>
    /// <param name="images">Nominally in [0, 1]. Borrowed.</param>
    /// <returns>The same or new images; the caller's scope disposes.</returns>
    public static torch.Tensor Of(this PixelRange range, torch.Tensor images) => range == PixelRange.Unit ? images : (images * 2) - 1;
}
