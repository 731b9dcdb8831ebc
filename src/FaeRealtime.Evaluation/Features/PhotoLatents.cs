using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Caches;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>Images of anyone's as latents of a model: what the decoders make of them is the image again, as well as the model can.</summary>
public static class PhotoLatents
{
    /// <summary>Encodes images, turned upright (a camera's orientation mark), cropped to their centre and brought to the model's size as its training data were; transparency lies on white.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="encoderPath">Official weights of its frozen ViT.</param>
    /// <param name="paths">PNG, JPEG, WebP or GIF files.</param>
    /// <param name="device">Where it runs.</param>
    /// <returns>The posterior's mean of each, <c>[C, h, w]</c> in the generator's normalised space.</returns>
    /// <exception cref="CheckpointException">A network is missing, damaged, or another than the model was trained with.</exception>
    /// <exception cref="ImageFileException">An image is missing or none.</exception>
    public static IReadOnlyList<float[]> Encode(ModelFolder folder, string encoderPath, IReadOnlyList<string> paths, torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(paths);
        var side = folder.Config.PixelDecoder.ImageSize;
        List<byte[]> images = [.. paths.Select(path => Read(path, side))];
        using var guard = torch.no_grad();
        using var encoder = IImageEncoder.Load(folder.Config.Encoder, encoderPath, device);
        using var model = FaeModel.Load(folder, device, ModelParts.Encoder);
        return [.. images.Select(image => Encode(image, side, encoder, model, device))];
    }

    private static float[] Encode(byte[] image, int side, IImageEncoder encoder, FaeModel model, torch.Device device)
    {
        using var scope = torch.NewDisposeScope();
        var rgb = ByteImages.FromBytes(image, 1, side, side).to(device); // [1, 3, H, W]
        var x = model.Features.Standardise(encoder.Features(EncoderInput.Resize(rgb, encoder.Config.InputSize))); // [1, T, D]
        var z = LatentGrid.FromTokens(model.Encoder.Encode(x).Mean); // [1, C, h, w]
        return TensorExport.Values<float>(model.Normalise(z));
    }

    private static byte[] Read(string path, int side)
    {
        try
        {
            return PhotoImage.Square(InputFile.ReadBytes(path, InputFile.ImageLimit), side);
        }
        catch (Exception failure) when (failure is ImageFileException or IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"Picture {path} cannot be read: {failure.Message} Give a PNG, JPEG, WebP or GIF file.", failure);
        }
    }
}
