using System.Globalization;
using System.Runtime.InteropServices;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Window;

/// <summary>What keys, the mouse and dropped files do to a session and its window.</summary>
/// <param name="control">Borrowed.</param>
/// <param name="output">Borrowed.</param>
/// <param name="models">Told of dropped model folders. Borrowed.</param>
/// <param name="photos">Gets dropped photos. Borrowed.</param>
internal sealed class WindowControls(SessionControl control, WindowOutput output, WindowModels models, DroppedPhotos photos)
{
    /// <summary>A press of a speed key multiplies or divides by so much.</summary>
    public const double SpeedFactor = 1.25;

    /// <summary>A press of a guidance key adds or takes so much.</summary>
    public const double GuidanceStep = 0.25;

    /// <summary>A press of a direction's key adds or takes so much.</summary>
    public const double DirectionStep = 0.25;

    private const double Fine = 0.1;
    private const double Coarse = 10.0;

    private int _direction;

    /// <summary>Which text is shown.</summary>
    public HudDisplay Display { get; } = new();

    /// <summary>Whether full screen is requested.</summary>
    public bool FullScreen { get; set; }

    /// <summary>Whether the window should close.</summary>
    public bool Quits { get; private set; }

    /// <summary>What was refused last, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What was done last that the picture does not show, such as a saved file; null for nothing.</summary>
    public string? Notice { get; private set; }

    /// <summary>What takes its time in the background, or null.</summary>
    public string? Progress => photos.Progress;

    /// <summary>Tells what came of files that were to be written, and shows photos that are encoded. Once a frame.</summary>
    public void Turn()
    {
        if (photos.IsReady)
        {
            Try(() => Notice = photos.Turn());
        }

        while (output.TryTakeResult(out var file))
        {
            (Notice, Refusal) = file.Failure is { } failure ? (null, FailureReport.Reason(failure)) : ($"saved {file.Path}", Refusal);
        }
    }

    /// <summary>Does what a key does.</summary>
    public void Run(Hotkey hotkey) => Try(() => hotkey.Run(this));

    /// <summary>Leaves full screen, then the program.</summary>
    public void Leave() => (FullScreen, Quits) = (false, !FullScreen);

    public void ToggleFullScreen() => FullScreen = !FullScreen;

    /// <summary>Does something that more than one way of control can do.</summary>
    public void Act(SessionAction action)
    {
        if (!control.Act(action))
        {
            throw new ConfigException($"There is nothing to {(action == SessionAction.Undo ? "undo" : "redo")}.");
        }
    }

    /// <summary>Multiplies a value, kept short enough to read.</summary>
    public void Scale(string path, double factor) => control.Set(path, Short(ParameterTable.At(path).Read(control.Parameters) * factor));

    /// <summary>Adds to a value.</summary>
    public void Add(string path, double step) => control.Set(path, Math.Round(ParameterTable.At(path).Read(control.Parameters) + step, 4));

    /// <summary>Chooses the direction that is pushed along.</summary>
    /// <param name="by">So many further in the model's list.</param>
    public void ChooseDirection(int by)
    {
        var all = Directions;
        _direction = (((_direction + by) % all.Count) + all.Count) % all.Count;
        TellDirection(all[_direction]);
    }

    /// <summary>Pushes along the direction that was chosen, the first at the beginning; its range ends it.</summary>
    /// <param name="step">Added to its weight.</param>
    public void PushDirection(double step)
    {
        var chosen = Directions[_direction % Directions.Count];
        var path = ConditionParameters.DirectionPrefix + chosen.Name;
        control.Set(path, Math.Clamp(Math.Round(ParameterTable.At(path).Read(control.Parameters) + step, 4), chosen.Minimum, chosen.Maximum));
        TellDirection(chosen);
    }

    /// <summary>Takes more or fewer sampler steps, evenly: a schedule of its own ends.</summary>
    public void AddSteps(int more)
    {
        var (now, sampler) = (control.Parameters, control.Parameters.Sampler);
        var steps = sampler.Schedule.Count > 1 ? sampler.Schedule.Count - 1 : sampler.Steps;
        control.Apply(now with { Sampler = sampler with { Steps = steps + more, Schedule = [] } });
    }

    /// <summary>Moves on the grid of seeds.</summary>
    /// <param name="x">In seeds.</param>
    /// <param name="y">In rows of a hundred.</param>
    /// <param name="fine">A tenth of it.</param>
    /// <param name="coarse">Ten times.</param>
    public void Walk(double x, double y, bool fine = false, bool coarse = false) => Try(() =>
    {
        var factor = (fine ? Fine : 1.0) * (coarse ? Coarse : 1.0);
        var (now, source) = (control.Parameters, control.Parameters.Source);
        control.Apply(now with { Source = source with { X = source.X + (x * factor), Y = source.Y + (y * factor) } });
    });

    /// <summary>Shows the next view that this source has.</summary>
    public void NextView()
    {
        var now = control.Parameters;
        var last = now.Source.HasSteps ? OutputView.Steps : OutputView.Features;
        control.Apply(now with { Output = now.Output with { View = now.Output.View >= last ? OutputView.Image : now.Output.View + 1 } });
    }

    public void Recall(int preset)
    {
        control.Recall(preset.ToString(CultureInfo.InvariantCulture));
        Notice = $"preset {preset}";
    }

    public void Store(int preset)
    {
        control.Store(preset.ToString(CultureInfo.InvariantCulture));
        Notice = $"preset {preset} stored in {control.Presets!.Path}";
    }

    public void SaveImage() => Notice = $"saving {output.SaveImage()}";

    public void ToggleRecording() => Notice = output.ToggleRecording();

    public void SaveSet() => Notice = $"saving {output.SaveSet()}";

    public void ToggleVsync() => control.Set("pacing/vsync", control.Parameters.Pacing.Vsync ? 0 : 1);

    public void Reload() => control.Session.Reload();

    /// <summary>Takes what was dropped on the window.</summary>
    public void Drop(IReadOnlyList<string> paths) => Try(() => Notice = DroppedFiles.Apply(paths, control, models, photos));

    private IReadOnlyList<Direction> Directions => control.Session.Info?.Directions?.All
        ?? throw new ConfigException("This model has no directions to push along; 'fae directions' finds some.");

    private void TellDirection(Direction direction) =>
        Notice = string.Create(CultureInfo.InvariantCulture, $"{direction.Name} {ParameterTable.At(ConditionParameters.DirectionPrefix + direction.Name).Read(control.Parameters):0.##}");

    private void Try(Action action)
    {
        (Refusal, Notice) = (null, null);
        try
        {
            action();
        }
        catch (Exception refused) when (refused is FaeException or SessionNotOpenException or DllNotFoundException or TypeInitializationException or ExternalException)
        {
            // A codec that is not installed, or memory that libtorch wants for a photo, is no reason to end the show.
            Refusal = FailureReport.Reason(refused);
        }
    }

    private static double Short(double value) => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
