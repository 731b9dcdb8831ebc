using System.Diagnostics;
using System.Reflection;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Native.Loading;
using FaeRealtime.Video.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>What reads and writes files: image codecs, ffmpeg, npm; and what reads words.</summary>
internal static class ProgramCheck
{
    private const string CodecsName = "image codecs";
    private const string VideosName = "ffmpeg";
    private const string PackagesName = "npm";
    private const string WordsName = "text encoder";
    private const int CodecSide = 16;
    private const int CodecTolerance = 4;
    private static readonly Rgba32 CodecColour = new(200, 100, 50, 255);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Encoders = ["libx264", "libvpx-vp9"];

    /// <summary>Writes a JPEG into memory and reads it.</summary>
    public static Finding Codecs() => DoctorReport.Guarded(
        () =>
        {
            using var picture = new Image<Rgba32>(CodecSide, CodecSide, CodecColour);
            using var file = new MemoryStream();
            picture.SaveAsJpeg(file);
            var read = ImageDecoder.DecodeRgba(file.GetBuffer().AsSpan(0, (int)file.Length));
            var colour = new Rgba32(read.Pixels[0], read.Pixels[1], read.Pixels[2], read.Pixels[3]);
            var facts = $"ImageSharp {PackageVersion(typeof(Image).Assembly)} writes, {ImageDecoder.Library} reads: {(MappedLibraries.Named("libSkiaSharp.so") is [var library, ..] ? library : "a library that the system does not name")}";
            return (read.Width, read.Height) == (CodecSide, CodecSide) && Math.Abs(colour.R - CodecColour.R) <= CodecTolerance
                ? new Finding(CodecsName, true, facts)
                : NoCodecs($"a JPEG of {CodecSide} x {CodecSide} pixels of {CodecColour} is read as {read.Width} x {read.Height} of {colour}; {facts}");
        },
        NoCodecs);

    /// <summary>ffmpeg and its encoders.</summary>
    public static Finding Videos() => DoctorReport.Guarded(
        () =>
        {
            if (Ffmpeg.Installed.Find("ffmpeg") is not { } program)
            {
                return NoVideos("not in a folder of PATH");
            }

            var text = Run(program, "-hide_banner", "-encoders");
            var lacking = Encoders.Where(encoder => !text.Contains($" {encoder} ", StringComparison.Ordinal)).ToList();
            var version = Run(program, "-version").Split('\n')[0].Split(" Copyright")[0];
            return lacking.Count == 0
                ? new Finding(VideosName, true, $"{version} with {string.Join(", ", Encoders)}: {program}")
                : NoVideos($"{program} ({version}) lacks {string.Join(", ", lacking)}");
        },
        NoVideos);

    /// <summary>npm.</summary>
    public static Finding Packages() => Ffmpeg.Installed.Find(PackagesName) is { } program
        ? new Finding(PackagesName, true, program)
        : Finding.Missing(PackagesName, "not in a folder of PATH", "./fae data emoji cannot fetch its pictures; nothing else needs it", "sudo apt-get install npm");

    /// <summary>The text encoder, by its file: opening it takes a second.</summary>
    public static Finding Words() => File.Exists(TextEncoderFile.OwnPath)
        ? new Finding(WordsName, true, TextEncoderFile.OwnPath)
        : Finding.Missing(WordsName, "did not come with the program", "--prompt takes the phrases that a model was trained on; a recipe with words needs --text-encoder", "./fae setup");

    private static Finding NoCodecs(string reason) =>
        Finding.Missing(CodecsName, reason, "no picture is read, no video written carefully: remake, morph, photos in live, data, train, video to .webp", "./fae setup --live-only");

    // The assembly's own version stays at the major one; what follows the plus is a commit.
    private static string PackageVersion(Assembly library) => library.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "of unknown version";

    private static Finding NoVideos(string reason) => Finding.Missing(
        VideosName, reason, "no mp4 and webm: videos and recordings are .webp, .gif or %05d.png; no sound from a file", "sudo apt-get install ffmpeg");

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new NativeException($"{program} does not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new NativeException($"{program} does not answer.");
        }

        error.GetAwaiter().GetResult();
        return output.GetAwaiter().GetResult();
    }
}
