using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Host.Window;

/// <summary>A part of the text with a panel of its own behind it.</summary>
internal abstract class HudPanel
{
    /// <summary>What names something.</summary>
    protected const uint Label = 0xBCC4D0FF;

    /// <summary>Keys.</summary>
    protected const uint Accent = 0xA6D4FFFF;

    /// <summary>Of the panel.</summary>
    public virtual uint Color => HudMetrics.PanelColor;

    /// <summary>The content without its layout, a line a row.</summary>
    public abstract IEnumerable<string> Lines { get; }

    /// <summary>Lays the content out.</summary>
    /// <param name="metrics">How large.</param>
    /// <param name="width">How wide it may be, in pixels.</param>
    /// <param name="lines">How high it may be.</param>
    /// <returns>Its size, which may be more than that.</returns>
    public abstract (int Width, int Lines) Arrange(HudMetrics metrics, int width, int lines);

    /// <summary>Draws what was laid out.</summary>
    /// <param name="metrics">The same.</param>
    /// <param name="left">Where the content begins.</param>
    /// <param name="top">Where its first line begins.</param>
    /// <param name="width">Of the content.</param>
    /// <param name="canvas">Receives it.</param>
    public abstract void Draw(HudMetrics metrics, int left, int top, int width, HudCanvas canvas);

    /// <summary>Titles.</summary>
    protected static HudStyle Title(HudMetrics metrics) => metrics.Text with { Weight = HudWeight.SemiBold };

    /// <summary>How wide a line is, in whole pixels.</summary>
    protected static int Measure(string text, HudStyle style) => (int)Math.Ceiling(HudFont.Shared.Measure(text, style));
}
