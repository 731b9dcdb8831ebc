using System.Globalization;
using System.Text;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>The README of a data folder: what lies in it, whose designs it shows, and their licences.</summary>
internal static class FaceReadme
{
    /// <summary>The file's name.</summary>
    public const string FileName = "README.md";

    /// <summary>The designs and licences in a line, for the manifest.</summary>
    /// <param name="catalogue">The styles.</param>
    public static string Source(FaceCatalogue catalogue) =>
        $"npm {catalogue.Vocabulary.Core.Package} {catalogue.Vocabulary.Core.Version} (MIT); designs: {string.Join("; ", catalogue.Styles.Select(style => $"{style.Title} by {style.Designer} ({style.Licence})"))}";

    /// <summary>The text.</summary>
    /// <param name="catalogue">The styles.</param>
    /// <param name="options">Count, size and seed.</param>
    /// <param name="train">Images to train on.</param>
    /// <param name="heldOut">Images held out.</param>
    public static string Text(FaceCatalogue catalogue, FacesOptions options, int train, int heldOut)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Drawn faces

            {options.Count} faces, {options.Size} px, seed {options.Seed}: {train} to train on, {heldOut} held out. Made by `fae data faces --count {options.Count} --size {options.Size} --seed {options.Seed}`.

            - `images/STYLE/NUMBER.png`: RGB, plain background. `manifest.json`, `classes.json`: what `fae train --data` reads; a picture's name is its first caption.
            - `metadata.jsonl`: a line a picture, in the manifest's order: `attributes` (one vocabulary for all styles, `none` where there is none), `colours` (as drawn, by palette; also of those not shown), `variants`
              (the package's choices), `captions` (the first says everything, three more say a part in any order; phrases are divided by «, »), `split`, `heldOutBy`.
            - `heldOutBy` is `combination` where two attributes meet that never meet in training (`vocabulary.json`, `heldOut.combinations`), `picture` where a picture was held out by lot.
            - `heldOutWordings`, only of held-out pictures: the same in words that no training caption has. First held-out phrases with trained colour words, then trained phrases with held-out colour words.
            - `vocabulary.json`: every colour word with its OKLCH range, every attribute value, its wordings and held-out wordings. `balance.tsv`: counts. `faces.json`: what a run must share to go on here.

            ## Designs and licences

            The drawings were composed by {catalogue.Vocabulary.Core.Package} {catalogue.Vocabulary.Core.Version} (Florian Körner, MIT) from the designs below. Changed: colours, which parts are shown together, the crop; shading of the face was taken away in «Personas», a disc was put below «Fun Emoji Set».
            Whoever passes on pictures, or a model that shows them, names the designers.

            | style | design | designer | licence | source | package |
            |---|---|---|---|---|---|

            """);
        foreach (var style in catalogue.Styles)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {style.Name} | {style.Title} | {style.Designer} | [{style.Licence}]({style.LicenceUrl}) | {style.Source} | {style.Package} {style.Version} |\n");
        }

        return text.ToString();
    }
}
