using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Evaluation.ImageSets;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>Samples as .npz in the ADM suite's form (<c>arr_0</c> uint8 <c>[N, H, W, 3]</c>, <c>arr_1</c> labels): one file, or a folder where those made before are found again.</summary>
/// <param name="path">A folder, or a file that ends in <c>.npz</c>; null keeps nothing.</param>
/// <param name="model">Whose samples.</param>
internal sealed class SampleStore(string? path, ModelFolder model)
{
    private const string Extension = ".npz";
    private const int HashDigits = 16;

    private bool IsFile => path?.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Makes sure that the model can be sampled so, and makes the folder, before anything is computed.</summary>
    /// <param name="samplers">All that will store.</param>
    /// <exception cref="ConfigException">The model has no student, one file is named for several samplers, or the folder cannot be made.</exception>
    public void Prepare(IReadOnlyList<SamplerChoice> samplers)
    {
        foreach (var choice in samplers)
        {
            _ = choice.Sampling(model.Config);
        }

        if (path is null)
        {
            return;
        }

        if (IsFile && samplers.Count > 1)
        {
            throw new ConfigException($"Samples are to be stored in {path}, one file for {samplers.Count} samplers. Give a folder.") { Subject = nameof(GenerationOptions.SamplesPath) };
        }

        try
        {
            Directory.CreateDirectory(IsFile ? Path.GetDirectoryName(Path.GetFullPath(path))! : path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"Samples are to be stored in {path}, whose folder cannot be made: {failure.Message} Choose another place.", failure);
        }
    }

    /// <summary>Samples that an earlier call stored for the same model, sampler, classes and seeds; null where there are none.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public ByteImages? Find(SamplerChoice choice, SampleRequest request)
    {
        if (path is null || IsFile || !File.Exists(FileOf(choice, request)))
        {
            return null;
        }

        using (var archive = NpzArchive.Open(FileOf(choice, request)))
        using (var labels = archive.Array("arr_1"))
        {
            if (!labels.ReadInt64().SequenceEqual(request.Labels.Select(label => (long)label)))
            {
                return null;
            }
        }

        return new ByteImages(choice.Name, model.Config.PixelDecoder.ImageSize, NpzImages.Open(FileOf(choice, request)).ToMemory().Pixels);
    }

    /// <summary>Stores samples, if a place was named.</summary>
    /// <exception cref="IOException">The disk is full or read-only.</exception>
    public void Keep(SamplerChoice choice, SampleRequest request, ByteImages images)
    {
        if (path is not null)
        {
            Write(IsFile ? path : FileOf(choice, request), images, request.Labels);
        }
    }

    /// <summary>Writes images in the ADM suite's form.</summary>
    /// <param name="file">The file.</param>
    /// <param name="images">Borrowed.</param>
    /// <param name="labels">As many.</param>
    internal static void Write(string file, ByteImages images, IReadOnlyList<int> labels) => NpzWriter.Write(
        file,
        [
            new NpyArray(NpzImages.ArrayName, TensorDtype.U8, [images.Count, images.Side, images.Side, 3], stream =>
            {
                foreach (var image in images.Pixels)
                {
                    stream.Write(image);
                }
            }),
            NpyArray.Of("arr_1", [labels.Count], [.. labels.Select(label => (long)label)]),
        ]);

    // What the images depend on: a new student leaves its teacher's samples as they are.
    private string Identity(SamplerChoice choice, SampleRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(StrictJson.ToText(model.Config with { Sampling = choice.Sampling(model.Config), FewStep = null }, FaeJsonContext.Default.ModelConfig)));
        foreach (var file in new[] { choice.Kind == GeneratorVariant.FewStep ? model.FewStepPath : model.GeneratorPath, model.FeatureDecoderPath, model.PixelDecoderPath })
        {
            using var stream = InputFile.Open(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        if (request.Captions.Count > 0)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', request.Captions)));
        }

        if (request.WithoutClass)
        {
            hash.AppendData("\0without class"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashDigits];
    }

    private string FileOf(SamplerChoice choice, SampleRequest request) => Path.Combine(path!, string.Create(
        CultureInfo.InvariantCulture,
        $"{Identity(choice, request)}-{choice.Name.Replace(':', '-').Replace('@', 'w')}-n{request.Labels.Count}-s{request.Seed}{Extension}"));
}
