namespace FaeRealtime.Models.Exchange;

/// <summary>A file with a network's weights, and which of several in it.</summary>
/// <param name="Path">Safetensors (single, sharded or a folder of them) or a PyTorch file.</param>
/// <param name="Part">The dictionary in a PyTorch file, such as <c>ema</c>; null for the obvious one.</param>
public sealed record PartFile(string Path, string? Part = null)
{
    /// <summary>Reads <c>FILE</c> or <c>FILE#part</c>; a path that exists as it stands is taken as it stands.</summary>
    /// <param name="text">From a command line.</param>
    public static PartFile Parse(string text)
    {
        var mark = text.LastIndexOf('#');
        return mark <= 0 || File.Exists(text) || Directory.Exists(text) ? new PartFile(text) : new PartFile(text[..mark], text[(mark + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => Part is null ? Path : $"{Path}#{Part}";
}
