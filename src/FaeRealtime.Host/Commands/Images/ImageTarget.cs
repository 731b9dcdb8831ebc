using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>Where pictures go: a folder of single files, one file, or one file with a grid.</summary>
internal sealed record ImageTarget
{
    private const string Extension = ".png";

    private ImageTarget(string path, GridSize? grid, bool single) => (Path, Grid, Single) = (path, grid, single);

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The grid, where all pictures share one file.</summary>
    public GridSize? Grid { get; }

    /// <summary>Whether the one picture is the file itself.</summary>
    public bool Single { get; }

    /// <summary>Finds out what a path means, before any picture is made.</summary>
    /// <param name="path">As given to <c>--out</c>.</param>
    /// <param name="grid">The grid, or null.</param>
    /// <param name="pictures">How many there will be.</param>
    /// <exception cref="ConfigException">The path, the grid and the number do not fit, or the folder cannot be made.</exception>
    public static ImageTarget Of(string path, GridSize? grid, int pictures)
    {
        var file = path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
        if (grid is { } size && pictures > size.Places)
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--grid {size} has {size.Places} places, --seeds names {pictures}. Give a larger grid or fewer seeds."));
        }

        if (grid is not null && !file)
        {
            throw new ConfigException($"--grid makes one file, but --out is {path}; give a name that ends in {Extension}.");
        }

        if (grid is null && file && pictures > 1)
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--out is {path}, one file, but --seeds names {pictures}. Give a folder, or --grid to put them into one picture."));
        }

        Prepare(path, file);
        return new ImageTarget(path, grid, file && grid is null);
    }

    /// <summary>The file of one seed's picture.</summary>
    public string FileOf(ulong seed) => Single ? Path : System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{seed}{Extension}"));

    private static void Prepare(string path, bool file)
    {
        try
        {
            if (file && Directory.Exists(path))
            {
                throw new ConfigException($"--out is {path}, which is a folder. Give another name.");
            }

            Directory.CreateDirectory(file ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))! : path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"--out is {path}, whose folder cannot be made: {failure.Message} Choose another place.", failure);
        }
    }
}
