using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>How a position table is resized to another patch grid; DINOv2's hub and HF code differ.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PositionResize>))]
public enum PositionResize
{
    /// <summary>To the size, bicubic, no antialias (HF Dinov2Model, timm-style ViT).</summary>
    Bicubic,

    /// <summary>By the factor (grid+offset)/pretrained, bicubic, no antialias (DINOv2 hub without registers).</summary>
    BicubicScaleOffset,

    /// <summary>To the size, bicubic, antialiased (DINOv2 with registers).</summary>
    BicubicAntialias,

    /// <summary>To the size, bilinear, antialiased, for each picture (SigLIP2 NaFlex).</summary>
    BilinearAntialias,
}
