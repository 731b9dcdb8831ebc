using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Turns a package's drawing into the one that is rasterised: cropped, edited, with what lies below it.</summary>
internal static class FaceSvg
{
    private const string ViewBox = "viewBox=\"";

    /// <summary>The drawing at a size.</summary>
    /// <param name="svg">As the package draws it.</param>
    /// <param name="face">Whose it is.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <exception cref="ConfigException">It is no drawing as this style draws.</exception>
    public static string Compose(string svg, Face face, int size)
    {
        var style = face.Style;
        foreach (var edit in style.Edits)
        {
            svg = svg.Replace(edit.From, FacePalettes.Fill(edit.To, face.Colours), StringComparison.Ordinal);
        }

        var start = svg.IndexOf(ViewBox, StringComparison.Ordinal);
        var end = start < 0 ? -1 : svg.IndexOf('"', start + ViewBox.Length);
        var open = end < 0 ? -1 : svg.IndexOf('>', end);
        if (open < 0 || svg.LastIndexOf('<', start) != 0)
        {
            throw new ConfigException($"{style.Package}@{style.Version} drew no SVG with a viewBox for face {face.Number}: '{svg[..Math.Min(80, svg.Length)]}'.");
        }

        var box = string.Create(CultureInfo.InvariantCulture, $"width=\"{size}\" height=\"{size}\" viewBox=\"{style.ViewBox[0]} {style.ViewBox[1]} {style.ViewBox[2]} {style.ViewBox[2]}");
        var underlay = style.Underlay is { } below ? FacePalettes.Fill(below, face.Colours) : string.Empty;
        return string.Concat(svg.AsSpan(0, start), box, svg.AsSpan(end, open + 1 - end), underlay + svg[(open + 1)..]);
    }
}
