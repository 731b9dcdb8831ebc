using FaeRealtime.Host.Output.Films;
using FaeRealtime.Host.Output.Notes;
using FaeRealtime.Host.Output.Recording;
using FaeRealtime.Engines;

namespace FaeRealtime.Host.Offline;

/// <summary>Writes a film whose frames are made one after another.</summary>
internal static class FilmWork
{
    /// <summary>Makes a frame.</summary>
    /// <param name="index">From 0.</param>
    /// <returns>RGBA of the model's size, top row first; until the next call.</returns>
    public delegate ReadOnlySpan<byte> FrameMaker(int index);

    /// <summary>Writes the film.</summary>
    /// <param name="order">What was asked for.</param>
    /// <param name="notes">What the film says about itself.</param>
    /// <param name="engine">What makes the frames, for the report.</param>
    /// <param name="frame">Makes a frame.</param>
    /// <param name="display">Shows how far it has come.</param>
    /// <param name="cancellationToken">Ends the film early: what is done so far is a whole film.</param>
    /// <exception cref="Core.Errors.FaeException">A frame or the output failed; no file was touched.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first frame.</exception>
    public static FilmReport Write(FilmOrder order, PictureNotes notes, FrameEngineInfo engine, FrameMaker frame, FilmDisplay display, CancellationToken cancellationToken)
    {
        var format = FilmOptions.Format(order.Generator.Folder, order.Side, order.Fps) with { Notes = notes.ToText() };
        var (done, interruption) = (0, FilmName.Interruption(order.Out, cancellationToken));
        using (var film = new FilmRecording(order.Out, format))
        {
            for (; done < order.Frames && !cancellationToken.IsCancellationRequested; done++)
            {
                film.Add(frame(done), interruption);
                display.Show(done + 1, order.Frames);
            }

            if (done == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            film.Finish();
        }

        return new FilmReport
        {
            Out = order.Out,
            Frames = done,
            Asked = order.Frames,
            Fps = order.Fps,
            Size = order.Side,
            Model = engine.Config.Name,
            ModelHash = engine.ModelHash,
            Device = engine.Device,
            Seconds = display.Elapsed.TotalSeconds,
        };
    }
}
