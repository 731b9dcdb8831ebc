using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>Where a family of files keeps one kind of the network's tensors.</summary>
/// <remarks>
/// In both patterns <c>{i}</c> stands for digits, <c>{rest}</c> for anything and any other <c>{name}</c> for one part between dots; the same name stands for the same text. So
/// <c>("blocks.{i}.attn.qkv.{p}", "layer.{i}.query.{p}", "layer.{i}.key.{p}", "layer.{i}.value.{p}")</c> joins weights and biases of every block.
/// </remarks>
public sealed class KeyRule
{
    private readonly Regex _pattern;

    /// <summary>Creates a rule.</summary>
    /// <param name="network">The network's keys.</param>
    /// <param name="file">The file's keys, whose tensors joined along the first axis are the network's; none where the family has no such tensor.</param>
    public KeyRule(string network, params IReadOnlyList<string> file)
    {
        File = file;
        var text = Placeholders(network, static name => $"(?<{name}>{Allowed(name)})", Regex.Escape);
        _pattern = new Regex($"^{text}$", RegexOptions.CultureInvariant);
    }

    /// <summary>Every key under its own name.</summary>
    public static KeyRule Identity { get; } = new("{rest}", "{rest}");

    /// <summary>The file's keys, as patterns.</summary>
    public IReadOnlyList<string> File { get; }

    /// <summary>How many shares of the first axis each of <see cref="File"/> has; empty for equal ones.</summary>
    public IReadOnlyList<int> Shares { get; init; } = [];

    /// <summary>How the file lays the tensor out.</summary>
    public TensorForm Form { get; init; }

    /// <summary>The file's keys for a key of the network.</summary>
    /// <param name="key">A network key.</param>
    /// <returns>The keys in order, or null where the rule is about other keys.</returns>
    public IReadOnlyList<string>? FileKeys(string key)
    {
        var match = _pattern.Match(key);
        return match.Success ? [.. File.Select(target => Placeholders(target, name => match.Groups[name].Value, static literal => literal))] : null;
    }

    /// <summary>The shapes of the file's tensors for a shape in the network.</summary>
    internal long[][] FileShapes(long[] shape)
    {
        var whole = Form.FileShape(shape);
        if (File.Count <= 1)
        {
            return [whole];
        }

        var shares = Shares.Count == 0 ? [.. Enumerable.Repeat(1, File.Count)] : Shares;
        return [.. shares.Select(share => (long[])[whole[0] * share / shares.Sum(), .. whole[1..]])];
    }

    private static string Allowed(string name) => name switch
    {
        "i" => "[0-9]+",
        "rest" => ".+",
        _ => "[^.]+",
    };

    private static string Placeholders(string text, Func<string, string> replace, Func<string, string> literal)
    {
        var result = new StringBuilder();
        var rest = text.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            result.Append(CultureInfo.InvariantCulture, $"{literal(rest[..open].ToString())}{replace(rest[(open + 1)..close].ToString())}");
            rest = rest[(close + 1)..];
        }

        return result.Append(literal(rest.ToString())).ToString();
    }
}
