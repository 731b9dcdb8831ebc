using FaeRealtime.Core.Errors;

namespace FaeRealtime.Video.Programs;

/// <summary>Where the program ffmpeg lies.</summary>
/// <param name="folders">Folders to look in, separated as in the variable PATH.</param>
public sealed class Ffmpeg(string folders)
{
    /// <summary>In the folders of the variable PATH.</summary>
    public static Ffmpeg Installed { get; } = new(Environment.GetEnvironmentVariable("PATH") ?? string.Empty);

    /// <summary>Whether it is there.</summary>
    public bool IsThere => Find("ffmpeg") is not null;

    /// <summary>The program's path.</summary>
    /// <exception cref="NativeException">It is not installed.</exception>
    public string Find() => Find("ffmpeg") ?? throw new NativeException("mp4 and webm are written, and sounds read, by ffmpeg, which is not installed: 'apt install ffmpeg', or write .webp, .gif or %05d.png without a sound.");

    /// <summary>A command that runs ffmpeg apart from the terminal, whose Ctrl+C would else end it before the video is.</summary>
    /// <param name="arguments">For ffmpeg.</param>
    /// <param name="yields">Whether other programs come first.</param>
    public IReadOnlyList<string> Command(IEnumerable<string> arguments, bool yields)
    {
        string[] apart = Find("setsid") is { } setsid ? [setsid] : [];
        string[] nice = yields && Find("nice") is { } program ? [program, "-n", "10"] : [];
        return [.. apart, .. nice, Find(), .. arguments];
    }

    /// <summary>The path of any program in the folders; null where it is in none.</summary>
    public string? Find(string program) =>
        folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
