using System.Globalization;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>Shows on stderr how far a run has come: nothing for a short one, then a line every few seconds.</summary>
/// <param name="clock">For the interval.</param>
/// <param name="output">Where lines go.</param>
internal sealed class ImagesDisplay(TimeProvider clock, TextWriter output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _last = clock.GetTimestamp();
    private int _pictures;
    private int _steps;
    private int _finished;
    private int _evaluations;

    /// <summary>Says something once.</summary>
    public void Tell(string sentence) => output.WriteLine(sentence);

    /// <summary>Tells what there is to do.</summary>
    public void Begin(int pictures, int steps) => (_pictures, _steps) = (pictures, steps);

    /// <summary>An evaluation of the generator ended.</summary>
    public void Evaluated()
    {
        _evaluations++;
        Show();
    }

    /// <summary>A picture is done.</summary>
    public void Finished()
    {
        _finished++;
        Show();
    }

    private void Show()
    {
        if (clock.GetElapsedTime(_last) >= Interval)
        {
            _last = clock.GetTimestamp();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{_finished} of {_pictures} pictures done, {_evaluations} evaluations of about {(long)_pictures * _steps}"));
        }
    }
}
