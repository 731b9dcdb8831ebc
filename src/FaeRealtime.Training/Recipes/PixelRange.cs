using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using TorchSharp;

namespace FaeRealtime.Training.Recipes;

/// <summary>How pictures in [0, 1] enter a network that judges them.</summary>
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
    /// <summary>Pictures as the range wants them.</summary>
    /// <param name="range">Which.</param>
    /// <param name="pictures">Nominally in [0, 1]. Borrowed.</param>
    /// <returns>The same or new pictures; the caller's scope disposes.</returns>
    public static torch.Tensor Of(this PixelRange range, torch.Tensor pictures) => range == PixelRange.Unit ? pictures : (pictures * 2) - 1;
}
