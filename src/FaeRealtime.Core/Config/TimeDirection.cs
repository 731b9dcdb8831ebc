using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The time convention a generator's weights were trained in; the rest of the product uses <see cref="NoiseAtOne"/>.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TimeDirection>))]
public enum TimeDirection
{
    /// <summary>t = 1 is noise, velocity ε − x (FAE, REPA).</summary>
    NoiseAtOne,

    /// <summary>t = 1 is data, velocity x − ε (SiT, LightningDiT): used as v(x, t) = −f(x, 1 − t).</summary>
    DataAtOne,
}
