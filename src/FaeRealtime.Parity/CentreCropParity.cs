using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Data.Resampling;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of ADM's centre crop: Pillow's own resampling to the bit, decoded files to the bit for PNG and within the decoders' differences for JPEG.</summary>
internal static class CentreCropParity
{
    private const string Decoded = ".decoded_rgb";

    // Inverse transforms and chroma upsampling differ between JPEG decoders; the case states these bounds.
    private const int JpegLargest = 4;
    private const double JpegMean = 0.5;

    private static readonly Regex Crop = new(@"^(?<file>.+)\.crop(?<size>\d+)$", RegexOptions.CultureInvariant);
    private static readonly Regex Resized = new(@"^resize\.(?<filter>[A-Z]+)\.(?<width>\d+)x(?<height>\d+)$", RegexOptions.CultureInvariant);

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = new GoldenCase(directory, config, options);
        string[] files = [.. golden.Member("files").EnumerateObject().Select(file => file.Name)];
        var pictures = files.ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, file => (File: file, Picture: Read(Path.Combine(directory, file))), StringComparer.Ordinal);
        foreach (var name in golden.Names)
        {
            if (Resized.Match(name) is { Success: true } resized && Enum.TryParse<ResampleFilter>(resized.Groups["filter"].Value, ignoreCase: true, out var filter))
            {
                var first = pictures[Path.GetFileNameWithoutExtension(files[0])].Picture;
                Compare(golden, name, name, PillowResize.Resize(first, Whole(resized, "width"), Whole(resized, "height"), filter), lossy: false);
            }
            else if (name.EndsWith(Decoded, StringComparison.Ordinal) && pictures.TryGetValue(name[..^Decoded.Length], out var decoded))
            {
                Compare(golden, name, name, decoded.Picture, IsJpeg(decoded.File));
            }
            else if (Crop.Match(name) is { Success: true } crop && pictures.TryGetValue(crop.Groups["file"].Value, out var cropped))
            {
                CompareCrops(golden, name, crop.Groups["file"].Value + Decoded, cropped.Picture, IsJpeg(cropped.File), Whole(crop, "size"));
            }
        }

        return golden.Finish();
    }

    private static void CompareCrops(GoldenCase golden, string name, string source, RgbPicture picture, bool lossy, int size)
    {
        Compare(golden, name, lossy ? $"{name} from the file" : name, AdmCentreCrop.Apply(picture, size), lossy);
        if (lossy && golden.Has(source))
        {
            Compare(golden, name, name, AdmCentreCrop.Apply(Stored(golden, source), size), lossy: false);
        }
    }

    private static void Compare(GoldenCase golden, string name, string row, RgbPicture actual, bool lossy)
    {
        var expected = Stored(golden, name);
        if ((expected.Width, expected.Height) != (actual.Width, actual.Height))
        {
            golden.Fail(name, $"ours is {actual.Width}x{actual.Height}, the golden one {expected.Width}x{expected.Height}");
            return;
        }

        double largest = 0, sum = 0, squares = 0, norm = 0;
        for (var i = 0; i < expected.Pixels.Length; i++)
        {
            var difference = Math.Abs(expected.Pixels[i] - actual.Pixels[i]);
            largest = Math.Max(largest, difference);
            sum += difference;
            squares += difference * difference;
            norm += expected.Pixels[i] * expected.Pixels[i];
        }

        var mean = sum / expected.Pixels.Length;
        var pass = lossy ? largest <= JpegLargest && mean <= JpegMean : largest == 0;
        var note = lossy ? string.Create(CultureInfo.InvariantCulture, $"mean {mean:g3}") : null;
        var rule = lossy ? string.Create(CultureInfo.InvariantCulture, $"levels {JpegLargest}, mean {JpegMean}") : "exact";
        golden.Add(new ParityRow(row, largest, norm > 0 ? Math.Sqrt(squares / norm) : 0, rule, pass, note));
    }

    // [H, W, 3] of 8 bits.
    private static RgbPicture Stored(GoldenCase golden, string name)
    {
        var shape = golden.Shape(name);
        using var tensor = golden.Input(name);
        var levels = tensor.cpu().data<float>().ToArray();
        return new RgbPicture((int)shape[1], (int)shape[0], Array.ConvertAll(levels, level => (byte)level));
    }

    private static RgbPicture Read(string path)
    {
        try
        {
            return PictureDecoding.Decode(File.ReadAllBytes(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"'{path}' is named by the golden case's config and cannot be read: {failure.Message}", failure);
        }
    }

    private static bool IsJpeg(string file) => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg";

    private static int Whole(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
}
