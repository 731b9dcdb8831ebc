using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Text.SentencePieces;
using static TorchSharp.torch;

namespace FaeRealtime.Text.Networks;

/// <summary>T5's encoder, version 1.1 or Flan, as a text conditioner: SentencePiece tokens with an end, the states after the last norm, no vector for the whole text.</summary>
/// <remarks>
/// Raffel et al. 2020, arXiv:1910.10683. Texts are encoded without padding, which gives what a padded text with its mask gives; Stable Diffusion 3 lets its padding be looked at, and that is not done here.
/// </remarks>
public sealed class T5Conditioner : ITextConditioner
{
    /// <summary>STARFlow's number of tokens.</summary>
    public const int UsualMostTokens = 128;

    private readonly T5Encoder _encoder;
    private readonly SentencePieceTokenizer _tokenizer;
    private readonly Device _device;

    private T5Conditioner(string name, T5Encoder encoder, SentencePieceTokenizer tokenizer, int mostTokens)
    {
        (Name, _encoder, _tokenizer, MostTokens) = (name, encoder, tokenizer, mostTokens);
        _device = encoder.parameters().First().device;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Width => _encoder.Config.Width;

    /// <inheritdoc/>
    public int PooledWidth => 0;

    /// <inheritdoc/>
    public int MostTokens { get; }

    /// <summary>Joins an encoder and its vocabulary.</summary>
    /// <param name="name">Its name in model configurations.</param>
    /// <param name="encoder">The frozen encoder; the conditioner disposes it, but not where it is refused.</param>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <param name="mostTokens">The most tokens of a text, the end included.</param>
    /// <exception cref="ConfigException">The vocabulary is not the encoder's, or the most tokens are none.</exception>
    public static T5Conditioner Of(string name, T5Encoder encoder, SentencePieceTokenizer tokenizer, int mostTokens = UsualMostTokens)
    {
        if (tokenizer.Count > encoder.Config.Vocabulary || tokenizer.EndId < 0)
        {
            throw new ConfigException(
                $"The text encoder {name} has {encoder.Config.Vocabulary} tokens; the vocabulary has {tokenizer.Count} and {(tokenizer.EndId < 0 ? "none" : "one")} that ends a text. Give the spiece.model that came with the weights.");
        }

        return mostTokens > 0 ? new T5Conditioner(name, encoder, tokenizer, mostTokens) : throw new ConfigException($"A text has at least one token, its end; {mostTokens} were asked for.");
    }

    /// <summary>Reads an encoder and its vocabulary.</summary>
    /// <param name="name">As in <see cref="Of"/>.</param>
    /// <param name="config">The encoder's sizes.</param>
    /// <param name="weights">Its weights, as in <see cref="T5Encoder.Load"/>.</param>
    /// <param name="vocabulary">Its <c>spiece.model</c>.</param>
    /// <param name="device">Where it computes; null for the CPU.</param>
    /// <exception cref="ConfigException">The vocabulary cannot be read, or is not the encoder's.</exception>
    /// <exception cref="CheckpointException">The weights are missing, damaged, or do not fit.</exception>
    public static T5Conditioner Open(string name, T5Config config, string weights, string vocabulary, Device? device = null)
    {
        var tokenizer = SentencePieceTokenizer.Open(vocabulary);
        var encoder = T5Encoder.Load(config, weights, device);
        try
        {
            return Of(name, encoder, tokenizer);
        }
        catch (ConfigException)
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public EncodedText Encode(string text)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var ids = tensor(Array.ConvertAll(_tokenizer.EncodeWithEnd(text, MostTokens), id => (long)id), device: _device).unsqueeze(0); // [1, n]
        var states = _encoder.Encode(ids); // [1, n, D]
        return new EncodedText(HostValues.Of(states), Width, []);
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();
}
