namespace FaeRealtime.Graphics.Presenting;

/// <summary>How large the HUD is: sizes in pixels that stand on one grid of lines.</summary>
/// <param name="Scale">1 on a target of 720 lines; in eighths, at which small letters are a whole number of pixels high.</param>
public readonly record struct HudMetrics(double Scale)
{
    /// <summary>The smallest <see cref="Scale"/>, for much text in a small window: small letters of 5 pixels.</summary>
    public const double Smallest = 0.625;

    /// <summary>Between two scales: a pixel of a small letter's height.</summary>
    public const double Step = 0.125;

    /// <summary>Behind text: dark enough for white and light grey letters over a white picture.</summary>
    public const uint PanelColor = 0x0C0E12BC;

    private const double SmallestUsual = 0.75;
    private const double Quarter = 0.25;
    private const double LinesPerScale = 720;
    private const double ColumnsPerScale = 640;

    // Small letters are 6/11 em high: 8 pixels at scale 1.
    private const double PixelsPerEm = 44.0 / 3.0;

    /// <summary>Text to read.</summary>
    public HudStyle Text => new(Scale * PixelsPerEm);

    /// <summary>From one line's baseline to the next.</summary>
    public int Line => Pixels(20);

    /// <summary>From the target's edges, and between panels.</summary>
    public int Margin => Pixels(16);

    /// <summary>From a panel's edges to its text. Twice this and a margin are two lines, so that all panels share one grid.</summary>
    public int Padding => Pixels(12);

    /// <summary>Those of a target.</summary>
    /// <param name="targetWidth">Its width in pixels.</param>
    /// <param name="targetHeight">Its height in pixels.</param>
    public static HudMetrics For(int targetWidth, int targetHeight) =>
        new(Math.Max(SmallestUsual, Math.Floor(Math.Min(targetHeight / LinesPerScale, targetWidth / ColumnsPerScale) / Quarter) * Quarter));

    /// <summary>A length that is so many pixels at scale 1.</summary>
    /// <param name="length">At scale 1.</param>
    public int Pixels(double length) => (int)Math.Round(length * Scale, MidpointRounding.AwayFromZero);

    /// <summary>The baseline of a line.</summary>
    /// <param name="top">Where the first line begins.</param>
    /// <param name="line">Which, from 0.</param>
    public int Baseline(int top, int line) => top + (line * Line) + Pixels(15);

    /// <summary>The panel behind some lines.</summary>
    /// <param name="left">Its left edge.</param>
    /// <param name="top">Its top edge.</param>
    /// <param name="width">Of the text, in pixels.</param>
    /// <param name="lines">Of the text.</param>
    /// <param name="color">Red in the highest byte, then green, blue and alpha.</param>
    public HudBar Panel(int left, int top, int width, int lines, uint color = PanelColor) =>
        new((ushort)Math.Max(0, left), (ushort)Math.Max(0, top), (ushort)(width + (2 * Padding)), (ushort)((lines * Line) + (2 * Padding)), color, (uint)Pixels(8));
}
