using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Text.SentencePieces;
using static TorchSharp.torch;

namespace FaeRealtime.Text.Networks;

/// <summary>SigLIP's or SigLIP2's text tower as a text conditioner: the states of the real tokens after the last norm, and the text's embedding, not normalised.</summary>
/// <remarks>Zhai et al. 2023, arXiv:2303.15343; Tschannen et al. 2025, arXiv:2502.14786. A text is padded to the tower's length without a mask, as the towers were trained; the embedding is that of the last position.</remarks>
public sealed class SiglipTextConditioner : ITextConditioner
{
    private readonly SiglipTextTower _tower;
    private readonly SentencePieceTokenizer _tokenizer;
    private readonly SiglipVersion _version;
    private readonly Device _device;

    private SiglipTextConditioner(string name, SiglipVersion version, SiglipTextTower tower, SentencePieceTokenizer tokenizer)
    {
        (Name, _version, _tower, _tokenizer) = (name, version, tower, tokenizer);
        _device = tower.parameters().First().device;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Width => _tower.Config.Width;

    /// <inheritdoc/>
    public int PooledWidth => _tower.Config.EmbeddingWidth;

    /// <inheritdoc/>
    public int MostTokens => _tower.Config.Length;

    /// <summary>Joins a text tower and its vocabulary.</summary>
    /// <param name="name">Its name in model configurations.</param>
    /// <param name="version">Which SigLIP.</param>
    /// <param name="tower">The frozen tower; the conditioner disposes it, but not where it is refused.</param>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <exception cref="ConfigException">The vocabulary is not the tower's.</exception>
    public static SiglipTextConditioner Of(string name, SiglipVersion version, SiglipTextTower tower, SentencePieceTokenizer tokenizer) =>
        tokenizer.Count <= tower.Config.Vocabulary && tokenizer.EndId >= 0 && SiglipWords.Padding(version, tokenizer) >= 0
            ? new SiglipTextConditioner(name, version, tower, tokenizer)
            : throw new ConfigException(
                $"The text encoder {name} has {tower.Config.Vocabulary} tokens, of which one ends a text and one fills it up; the vocabulary has {tokenizer.Count} (end {tokenizer.EndId}, padding {SiglipWords.Padding(version, tokenizer)}). Give the one that belongs to the weights.");

    /// <summary>Reads a text tower and its vocabulary.</summary>
    /// <param name="name">As in <see cref="Of"/>.</param>
    /// <param name="version">Which SigLIP.</param>
    /// <param name="config">The tower's sizes.</param>
    /// <param name="weights">Its weights, as in <see cref="SiglipTextTower.Load"/>.</param>
    /// <param name="vocabulary">Its <c>spiece.model</c> (SigLIP) or <c>tokenizer.model</c> (SigLIP2).</param>
    /// <param name="device">Where it computes; null for the CPU.</param>
    /// <exception cref="ConfigException">The vocabulary cannot be read, or is not the tower's.</exception>
    /// <exception cref="CheckpointException">The weights are missing, damaged, or do not fit.</exception>
    public static SiglipTextConditioner Open(string name, SiglipVersion version, TextEncoderConfig config, string weights, string vocabulary, Device? device = null)
    {
        var tokenizer = SentencePieceTokenizer.Open(vocabulary);
        var tower = SiglipTextTower.Load(config, weights, device);
        try
        {
            return Of(name, version, tower, tokenizer);
        }
        catch (ConfigException)
        {
            tower.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public EncodedText Encode(string text)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var words = _tokenizer.EncodeWithEnd(SiglipWords.Canonical(_version, text), MostTokens);
        var padding = Enumerable.Repeat(SiglipWords.Padding(_version, _tokenizer), MostTokens - words.Length);
        var ids = tensor(words.Concat(padding).Select(id => (long)id).ToArray(), device: _device).unsqueeze(0); // [1, L]
        var (tokens, pooled) = _tower.Encode(ids); // [1, L, D], [1, P]
        return new EncodedText(HostValues.Of(tokens.narrow(1, 0, words.Length)), Width, HostValues.Of(pooled));
    }

    /// <inheritdoc/>
    public void Dispose() => _tower.Dispose();
}
