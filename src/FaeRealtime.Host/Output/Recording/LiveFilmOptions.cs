using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Output.Films;
using FaeRealtime.Host.Running;

namespace FaeRealtime.Host.Output.Recording;

/// <summary>The options of live verbs for films.</summary>
internal sealed class LiveFilmOptions
{
    private readonly Option<string?> _record = new("--record") { Description = $"Film from the first picture on: {FilmName.Choice} that another program reads, such as a virtual camera's." };
    private readonly Option<int?> _side = new("--film-size") { Description = "Longer side of all films in pixels, 16 to 4096. Default: the picture's." };

    public IEnumerable<Option> All => [_record, _side];

    /// <exception cref="FaeException">The name, folder or size does not fit, or ffmpeg is missing.</exception>
    public LiveFilm Read(ParseResult parsed, ModelFolder model)
    {
        var film = new LiveFilm(parsed.GetValue(_record), parsed.GetValue(_side));
        NumberRange.Check("--film-size", film.Side ?? 16, 16, 4096);
        if (film.Path is { } path)
        {
            var side = model.Config.PixelDecoder.ImageSize;
            FilmName.Check(path, film.Format(path, side, side, null), Ffmpeg.Installed);
        }

        return film;
    }
}
