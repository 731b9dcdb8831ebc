using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Data.Resampling;
using FaeRealtime.Parity.Cases;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of ADM's centre crop: Pillow's own resampling to the bit, of a stored picture and from the decoded file.</summary>
internal static class CentreCropParity
{
    private const string Decoded = ".decoded_rgb";

    private static readonly Regex Crop = new(@"^(?<file>.+)\.crop(?<size>\d+)$", RegexOptions.CultureInvariant);
    private static readonly Regex Resized = new(@"^resize\.(?<filter>[A-Z]+)\.(?<width>\d+)x(?<height>\d+)$", RegexOptions.CultureInvariant);

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        string[] files = [.. golden.Member("files").EnumerateObject().Select(file => file.Name)];
        var pictures = files.ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, file => (File: file, Image: Read(Path.Combine(directory, file))), StringComparer.Ordinal);
        foreach (var name in golden.Names)
        {
            if (Resized.Match(name) is { Success: true } resized && Enum.TryParse<ResampleFilter>(resized.Groups["filter"].Value, ignoreCase: true, out var filter))
            {
                var first = pictures[Path.GetFileNameWithoutExtension(files[0])].Image;
                Compare(golden, name, name, PillowResize.Resize(first, Whole(resized, "width"), Whole(resized, "height"), filter));
            }
            else if (name.EndsWith(Decoded, StringComparison.Ordinal) && pictures.TryGetValue(name[..^Decoded.Length], out var decoded))
            {
                Compare(golden, name, name, decoded.Image);
            }
            else if (Crop.Match(name) is { Success: true } crop && pictures.TryGetValue(crop.Groups["file"].Value, out var cropped))
            {
                CompareCrops(golden, name, crop.Groups["file"].Value + Decoded, cropped.Image, IsJpeg(cropped.File), Whole(crop, "size"));
            }
        }

        return golden.Finish();
    }

    private static void CompareCrops(GoldenCase golden, string name, string source, RgbImage picture, bool isJpeg, int size)
    {
        Compare(golden, name, isJpeg ? $"{name} from the file" : name, AdmCentreCrop.Apply(picture, size));
        if (isJpeg && golden.Has(source))
        {
            Compare(golden, name, name, AdmCentreCrop.Apply(Stored(golden, source), size));
        }
    }

    private static void Compare(GoldenCase golden, string name, string row, RgbImage actual)
    {
        var expected = Stored(golden, name);
        if ((expected.Width, expected.Height) != (actual.Width, actual.Height))
        {
            golden.Fail(name, $"ours is {actual.Width}x{actual.Height}, the golden one {expected.Width}x{expected.Height}");
            return;
        }

        double largest = 0, squares = 0, norm = 0;
        for (var i = 0; i < expected.Pixels.Length; i++)
        {
            var difference = Math.Abs(expected.Pixels[i] - actual.Pixels[i]);
            largest = Math.Max(largest, difference);
            squares += difference * difference;
            norm += expected.Pixels[i] * expected.Pixels[i];
        }

        golden.Add(new ParityRow(row, largest, norm > 0 ? Math.Sqrt(squares / norm) : 0, "exact", largest == 0, null));
    }

    // [H, W, 3] of 8 bits.
    private static RgbImage Stored(GoldenCase golden, string name)
    {
        var shape = golden.Shape(name);
        using var tensor = golden.Input(name);
        var levels = tensor.cpu().data<float>().ToArray();
        return new RgbImage((int)shape[1], (int)shape[0], Array.ConvertAll(levels, level => (byte)level));
    }

    private static RgbImage Read(string path)
    {
        try
        {
            return ImageDecoder.DecodeRgb(InputFile.ReadBytes(path, InputFile.ImageLimit));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"'{path}' is named by the golden case's config and cannot be read: {failure.Message}", failure);
        }
    }

    private static bool IsJpeg(string file) => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg";

    private static int Whole(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
}
