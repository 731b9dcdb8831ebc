using System.Diagnostics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Output.Films;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Doctor;

/// <summary>What reads and writes files: image codecs, ffmpeg, npm.</summary>
internal static class ProgramCheck
{
    private const string CodecsName = "image codecs";
    private const string FilmsName = "ffmpeg";
    private const string PackagesName = "npm";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Encoders = ["libx264", "libvpx-vp9"];

    /// <summary>Writes a picture into memory.</summary>
    public static Finding Codecs() => DoctorReport.Guarded(
        () =>
        {
            using var picture = Image.LoadPixelData<Rgba32>(new byte[] { 1, 2, 3, 255 }, 1, 1);
            using var file = new MemoryStream();
            picture.SaveAsPng(file);
            return MappedLibrary.Named("libvips.so") is { } vips
                ? new Finding(CodecsName, true, $"libvips ({MappedLibrary.Version(vips)}): {vips}")
                : new Finding(CodecsName, true, "ImageSharp");
        },
        reason => Finding.Missing(CodecsName, reason, "no picture or film is written or read: images, video, demo --headless, train", "./fae setup --live-only"));

    /// <summary>ffmpeg and its encoders.</summary>
    public static Finding Films() => DoctorReport.Guarded(
        () =>
        {
            if (Ffmpeg.Installed.Find("ffmpeg") is not { } program)
            {
                return NoFilms("not in a folder of PATH");
            }

            var text = Run(program, "-hide_banner", "-encoders");
            var lacking = Encoders.Where(encoder => !text.Contains($" {encoder} ", StringComparison.Ordinal)).ToList();
            var version = Run(program, "-version").Split('\n')[0].Split(" Copyright")[0];
            return lacking.Count == 0
                ? new Finding(FilmsName, true, $"{version} with {string.Join(", ", Encoders)}: {program}")
                : NoFilms($"{program} ({version}) lacks {string.Join(", ", lacking)}");
        },
        NoFilms);

    /// <summary>npm.</summary>
    public static Finding Packages() => Ffmpeg.Installed.Find(PackagesName) is { } program
        ? new Finding(PackagesName, true, program)
        : Finding.Missing(PackagesName, "not in a folder of PATH", "./fae data emoji cannot fetch its pictures; nothing else needs it", "sudo apt-get install npm");

    private static Finding NoFilms(string reason) => Finding.Missing(
        FilmsName, reason, "no mp4 and webm: films and recordings are .webp, .gif or %05d.png; no sound from a file", "sudo apt-get install ffmpeg");

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
