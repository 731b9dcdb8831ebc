using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>The inputs and outputs by which graphs fit together.</summary>
internal static class Ports
{
    /// <summary>A clean latent, between a generator or the encoder and the feature decoder.</summary>
    public static GraphPort Latent(LatentConfig latent) => Planes("latent", latent, "clean latent, normalised: the sampling loop's last x, or the encoder's mean");

    /// <summary>A generator's input.</summary>
    public static GraphPort Noisy(LatentConfig latent) => Planes("x", latent, "latent at time t, normalised; standard normal where t is 1");

    /// <summary>A generator's answer.</summary>
    /// <param name="latent">Its sizes.</param>
    /// <param name="mean">Whether it is the mean over a step.</param>
    public static GraphPort Velocity(LatentConfig latent, bool mean) => Planes("velocity", latent, mean
        ? "mean velocity from t to r, guided already: x at r is x - (t - r) * velocity"
        : "velocity noise - data at t, without guidance");

    /// <summary>A latent.</summary>
    public static GraphPort Planes(string name, LatentConfig latent, string meaning) => new(name, ElementType.Float32, [latent.Channels, latent.Side, latent.Side], meaning);

    /// <summary>Features, between the frozen encoder, the latent encoder and the decoders.</summary>
    public static GraphPort Features(LatentConfig latent, int width) =>
        new("features", ElementType.Float32, [latent.Side * latent.Side, width], "features of the frozen encoder, as it gives them, row by row");

    /// <summary>The time of every latent.</summary>
    public static GraphPort Time => new("t", ElementType.Float32, [], "time in [0, 1]; 1 is noise");

    /// <summary>A student's second time.</summary>
    public static GraphPort Target => new("r", ElementType.Float32, [], "time at the step's end, in [0, t]");

    /// <summary>Classes.</summary>
    public static GraphPort Class(GeneratorConfig config) =>
        new("class", ElementType.Int64, [], config.HasNullLabel ? $"class from 0; {config.Classes} for none" : $"class from 0 to {config.Classes - 1}; there is no «none»");

    /// <summary>Words as one vector.</summary>
    public static GraphPort Words(TextConditionConfig text) =>
        new("words", ElementType.Float32, [text.Width], $"√{text.Width} times the weighted mean of the phrases' vectors by {text.Encoder}{(text.Whitened ? ", whitened" : string.Empty)}; zeros for none");

    /// <summary>Words as states of tokens.</summary>
    public static GraphPort States(MMDiTConfig config) =>
        new("words", ElementType.Float32, [config.TextTokens, config.TextWidth], $"states of the words' tokens{(config.Text is { } text ? $" by {text.Encoder}, phrase behind phrase, each times its weight" : string.Empty)}, zeros behind the last; all zeros for none");

    /// <summary>A whole text's vector.</summary>
    public static GraphPort Pooled(int width) => new("pooled", ElementType.Float32, [width], "vector of the whole text; zeros for none");
}
