using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Host.Window;

/// <summary>The list of keys: titles of sections, keys on the left, what they do on the right; in as many blocks beside each other as there is room for, at most two.</summary>
/// <param name="keys">Which keys there are.</param>
internal sealed class HudKeys(KeyMap keys) : HudPanel
{
    private const int MostBlocks = 2;
    private const double Gap = 16, BlockGap = 32;

    private readonly List<Line>[] _sections = [.. HotkeyTable.Sections.Select(section => new List<Line>([new Line(section.Title, string.Empty), .. Rows(section.Hotkeys, keys)]))];
    private List<Line>[] _blocks = [];
    private int _keys;
    private int _block;

    public override IEnumerable<string> Lines => _sections.SelectMany(section => section).Select(line => $"{line.Keys} {line.Help}".TrimEnd());

    public override (int Width, int Lines) Arrange(HudMetrics metrics, int width, int lines)
    {
        var all = _sections.SelectMany(section => section).Where(line => line.Help.Length > 0).ToList();
        _keys = all.Max(line => Measure(line.Keys, metrics.Text)) + metrics.Pixels(Gap);
        _block = _keys + all.Max(line => Measure(line.Help, metrics.Text));
        for (var count = Math.Min(MostBlocks, (width + metrics.Pixels(BlockGap)) / (_block + metrics.Pixels(BlockGap))); count >= 1; count--)
        {
            _blocks = Divide(count);
            if (_blocks.Max(block => block.Count) <= lines)
            {
                break;
            }
        }

        _blocks = _blocks.Length == 0 ? Divide(1) : _blocks;
        return ((_blocks.Length * (_block + metrics.Pixels(BlockGap))) - metrics.Pixels(BlockGap), _blocks.Max(block => block.Count));
    }

    public override void Draw(HudMetrics metrics, int left, int top, int width, HudCanvas canvas)
    {
        foreach (var block in _blocks)
        {
            for (var i = 0; i < block.Count; i++)
            {
                var (shown, help) = block[i];
                var baseline = metrics.Baseline(top, i);
                canvas.Text(shown, help.Length > 0 ? metrics.Text with { Color = Accent } : Title(metrics), left, baseline);
                canvas.Text(help, metrics.Text, left + _keys, baseline);
            }

            left += _block + metrics.Pixels(BlockGap);
        }
    }

    // Whole sections with an empty line between two; in two blocks, so that the higher one is as low as it can be.
    private List<Line>[] Divide(int count)
    {
        if (count == 1)
        {
            return [Joined(_sections)];
        }

        return Enumerable.Range(1, _sections.Length - 1)
            .Select(first => (List<Line>[])[Joined(_sections[..first]), Joined(_sections[first..])])
            .MinBy(blocks => blocks.Max(block => block.Count))!;
    }

    private static List<Line> Joined(List<Line>[] sections) => [.. sections.SelectMany((section, i) => i == 0 ? section : [new Line(string.Empty, string.Empty), .. section])];

    // What has no text of its own stands with the one before it.
    private static IEnumerable<Line> Rows(IReadOnlyList<Hotkey> hotkeys, KeyMap keys)
    {
        for (var i = 0; i < hotkeys.Count;)
        {
            var first = hotkeys[i];
            string[] together = [.. hotkeys.Skip(i).TakeWhile((hotkey, at) => at == 0 || hotkey.Help.Length == 0).Select(keys.KeysOf)];
            var shown = first.Walk is not null && together is ["Left", "Right", "Up", "Down"] ? "← → ↑ ↓, drag"
                : together.Length > 2 ? $"{together[0]} – {together[^1][(together[^1].LastIndexOf('+') + 1)..]}"
                : string.Join("   ", together);
            yield return new Line(shown, first.Help);
            i += together.Length;
        }
    }

    private readonly record struct Line(string Keys, string Help);
}
