using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Engines;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Time;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime;

/// <summary>The one way by which window, page, OSC and programs change a session: with undo, presets, actions and a record of it all. Legal from any thread.</summary>
public sealed class SessionControl
{
    // Few enough digits to read off the screen and type again.
    private const long Seeds = 1_000_000;
    private const string ModelPath = "model";
    private const string PromptPath = "condition/prompt";
    private const string PaintPath = "source/paint";
    private const string DirectionsPath = "condition/directions";
    private const ulong SeedStream = 0x5A3B_0004;

    // What has less of a blend cannot be seen, and only makes a keyframe long to read.
    private const double LeastWeight = 0.005;

    // In keys: nearer than this, two keyframes cannot be told apart on a timeline.
    private const double ClosestKeyframes = 0.01;

    private readonly LatentSession _session;
    private readonly TimeProvider _clock;
    private readonly ParameterHistory _history;
    private readonly TapTempo _taps;
    private readonly Lock _gate = new();
    private SessionParameters? _first;
    private readonly List<SessionRecorder> _recorders = [];
    private SessionRecorder? _recorder;

    /// <param name="session">Borrowed.</param>
    /// <param name="presets">Where presets are stored; null for nowhere.</param>
    /// <param name="clock">Tells apart changes, and times taps.</param>
    internal SessionControl(LatentSession session, PresetFolder? presets, TimeProvider clock)
    {
        (_session, Presets, _clock) = (session, presets, clock);
        (_history, _taps) = (new ParameterHistory(_clock), new TapTempo(_clock));
    }

    /// <summary>Raised after every change, on the thread that made it.</summary>
    public event EventHandler? Changed;

    /// <summary>The session.</summary>
    public LatentSession Session => _session;

    /// <summary>The stored presets; null for none.</summary>
    public PresetFolder? Presets { get; }

    /// <summary>What is set.</summary>
    /// <exception cref="SessionNotOpenException">The model is not open yet.</exception>
    public SessionParameters Parameters => _session.Parameters ?? throw new SessionNotOpenException();

    /// <summary>Whether <see cref="StartRecording"/> was called last, and not <see cref="StopRecording"/>.</summary>
    public bool IsRecording => Volatile.Read(ref _recorder) is not null;

    /// <summary>Sets everything.</summary>
    /// <exception cref="ConfigException">A value is out of range; nothing is changed.</exception>
    public void Apply(SessionParameters parameters) => Change(_ => parameters);

    /// <summary>Sets one value.</summary>
    /// <param name="path">Such as <c>sampler/steps</c>.</param>
    /// <param name="value">A switch is 0 or 1, a choice the number of its name.</param>
    /// <exception cref="ConfigException">There is no such value, or it is out of range; nothing is changed.</exception>
    /// <exception cref="SessionNotOpenException">The model is not open yet.</exception>
    public void Set(string path, double value) => Change(now => ParameterTable.At(path).With(now, value));

    /// <summary>Sets a switch.</summary>
    /// <param name="path">Such as <c>paused</c>.</param>
    /// <param name="value">On or off.</param>
    /// <exception cref="ConfigException">There is no such switch; nothing is changed.</exception>
    /// <exception cref="SessionNotOpenException">The model is not open yet.</exception>
    public void Set(string path, bool value) => Change(now => ParameterTable.At(path).With(now, value));

    /// <summary>Sets a choice by a name, the model, the words, the directions, or the mask.</summary>
    /// <param name="path">Such as <c>source/mode</c>, or <c>model</c>, <c>condition/prompt</c>, <c>condition/directions</c> or <c>source/paint</c>.</param>
    /// <param name="value">Such as <c>loop</c>.</param>
    /// <exception cref="ConfigException">There is no such choice, it has no such name, or the model does not know the words or directions; nothing is changed.</exception>
    /// <exception cref="SessionNotOpenException">The model is not open yet.</exception>
    public void Set(string path, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Change(now => path switch
        {
            ModelPath => now with { Model = value },
            PromptPath => now with { Condition = now.Condition with { Prompt = value } },
            PaintPath => now with { Source = now.Source with { Paint = value } },
            DirectionsPath => now with { Condition = now.Condition with { Directions = value } },
            _ => ParameterTable.At(path).With(now, value),
        });
    }

    /// <summary>Sets a choice.</summary>
    /// <param name="path">Such as <c>source/mode</c>.</param>
    /// <param name="value">Such as <see cref="SourceMode.Loop"/>.</param>
    /// <exception cref="ConfigException">There is no such choice, or it has no such name; nothing is changed.</exception>
    /// <exception cref="SessionNotOpenException">The model is not open yet.</exception>
    public void Set<T>(string path, T value)
        where T : struct, Enum => Set(path, JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

    /// <summary>Sets what a JSON document names.</summary>
    /// <param name="json">UTF-8, a part of the tree.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="ConfigException">The document is wrong, or a value out of range; nothing is changed.</exception>
    public void Merge(ReadOnlyMemory<byte> json, string source) => Change(now => ParameterJson.Merge(now, json, source));

    /// <summary>Changes what is set, whole or not at all, with nobody else's change in between.</summary>
    /// <param name="change">From what is set to what is requested; called under the control's lock, and once more where it asks for other words, which are read without it. Its own argument changes nothing.</param>
    /// <exception cref="ConfigException">A value is out of range; nothing is changed.</exception>
    public void Change(Func<SessionParameters, SessionParameters> change)
    {
        ArgumentNullException.ThrowIfNull(change);

        // The first phrase that the model does not know opens the text encoder, for a second or more: no key and no other control waits for that.
        string? words = null;
        while (TryChange(change, words) is { } unread)
        {
            words = unread;
            _session.Info?.Words?.Read(Prompt.Parse(words));
        }
    }

    // What it asks for where that is to be read first; null where it is done.
    private string? TryChange(Func<SessionParameters, SessionParameters> change, string? words)
    {
        lock (_gate)
        {
            var now = Parameters;
            var requested = change(now);
            if (ReferenceEquals(requested, now))
            {
                return null;
            }

            if (requested.Condition.Prompt is var prompt && prompt != now.Condition.Prompt && prompt != words && requested.Model == now.Model)
            {
                return prompt;
            }

            _session.Apply(requested);
            _first ??= now;
            _history.Add(now);
            Record(requested);
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return null;
    }

    /// <summary>Does something.</summary>
    /// <returns>False where there was nothing to do, such as nothing to take back.</returns>
    /// <exception cref="ConfigException">It cannot be done now; nothing is changed.</exception>
    public bool Act(SessionAction action)
    {
        if (action is SessionAction.Undo or SessionAction.Redo)
        {
            return Return(action);
        }

        Change(now => Acted(action, now));
        return true;
    }

    /// <summary>Stores what is set as a preset, but for the view, which is for looking into a model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="withView">Whether the view belongs to it.</param>
    /// <exception cref="ConfigException">There is no place for presets, the name is none, or the file cannot be written.</exception>
    public void Store(string name, bool withView = false)
    {
        var now = Parameters;
        Place().Store(name, withView ? now : now with { Output = now.Output with { View = OutputView.Image } });
    }

    /// <summary>Sets what a preset holds; the pacing stays, which belongs to the machine, and the view unless the preset has one.</summary>
    /// <exception cref="ConfigException">There is no such preset, or it does not fit the model; nothing is changed.</exception>
    public void Recall(string name)
    {
        var preset = Place().Read(name);
        Change(now => preset with { Pacing = now.Pacing, Output = preset.Output.View == OutputView.Image ? now.Output : preset.Output });
    }

    /// <summary>Begins a recording of every change, beside any other.</summary>
    /// <returns>The recording; dispose it to end it.</returns>
    /// <exception cref="SessionNotOpenException">The model is not open yet.</exception>
    public SessionRecorder BeginRecording()
    {
        lock (_gate)
        {
            var recorder = new SessionRecorder(_session.Time, Parameters, _session.OwnInfo ?? Engine, End);
            _recorders.Add(recorder);
            return recorder;
        }
    }

    /// <summary>Begins the one recording that <see cref="StopRecording"/> ends; where it runs already, it begins anew.</summary>
    /// <exception cref="SessionNotOpenException">The model is not open yet.</exception>
    public void StartRecording() => Interlocked.Exchange(ref _recorder, BeginRecording())?.Dispose();

    /// <summary>Ends that recording.</summary>
    /// <returns>What was recorded; null where nothing was.</returns>
    public SessionRecording? StopRecording()
    {
        using var recorder = Interlocked.Exchange(ref _recorder, null);
        return recorder?.Read();
    }

    private bool Return(SessionAction action)
    {
        lock (_gate)
        {
            var now = Parameters;
            if ((action == SessionAction.Undo ? _history.Undo(now) : _history.Redo(now)) is not { } requested)
            {
                return false;
            }

            _session.Apply(requested);
            Record(requested);
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return true;
    }

    private void Record(SessionParameters parameters)
    {
        foreach (var recorder in _recorders)
        {
            recorder.Add(parameters);
        }
    }

    private void End(SessionRecorder recorder)
    {
        lock (_gate)
        {
            _recorders.Remove(recorder);
        }
    }

    private SessionParameters Acted(SessionAction action, SessionParameters now) => action switch
    {
        SessionAction.Pause => now with { Paused = !now.Paused },
        SessionAction.NewSeed => now with { Source = Reseeded(now.Source) },
        SessionAction.Snap => now with { Source = Snapped(now.Source) },
        SessionAction.NextClass => now with { Condition = Neighbour(now.Condition, 1) },
        SessionAction.PreviousClass => now with { Condition = Neighbour(now.Condition, -1) },
        SessionAction.Loop => now with { Source = now.Source with { Mode = now.Source.Mode == SourceMode.Loop ? SourceMode.Walk : SourceMode.Loop } },
        SessionAction.AddKeyframe => now with { Source = now.Source with { Keyframes = Extended(now) } },
        SessionAction.Tap => now with { Tempo = _taps.Tap(now.Tempo, _session.Time.Beats) },
        SessionAction.Blackout => now with { Blackout = !now.Blackout },
        SessionAction.Reset => _first is { } first ? first with { Pacing = now.Pacing } : now,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    // A timeline keeps its course: all its seeds move on alike.
    private static SourceParameters Reseeded(SourceParameters source)
    {
        var seed = PhiloxNoise.NextInt64(source.FirstSeed, SeedStream, 0, Seeds);
        Keyframe[] keyframes = [.. source.Keyframes.Select(keyframe => keyframe with { Seeds = [.. keyframe.Seeds.Select(item => item with { Seed = SeedGrid.At(item.Seed, seed) })] })];
        return source with { Seeds = [new WeightedSeed((ulong)seed, 1.0)], Keyframes = source.Mode == SourceMode.Keyframes ? keyframes : source.Keyframes };
    }

    private SourceParameters Snapped(SourceParameters source) => source with
    {
        Mode = SourceMode.Fixed,
        X = Math.Round(source.X + (source.Mode == SourceMode.Walk ? _session.Time.Position : 0.0)),
        Y = Math.Round(source.Y),
    };

    // From each class to its neighbour, and past the ends to all of them mixed.
    private ConditionParameters Neighbour(ConditionParameters now, int step)
    {
        var count = Engine.Classes.Count;
        var next = now.Classes.Count > 0 ? now.Classes[0].Class + step : step > 0 ? 0 : count - 1;
        return next >= 0 && next < count ? now.Only(next) : now with { Classes = [], RandomClass = count > 0 };
    }

    // A timeline that plays gets a keyframe where it stands, and keeps its length; otherwise the timeline is made one key after another.
    private IReadOnlyList<Keyframe> Extended(SessionParameters now)
    {
        var (keyframes, shown) = (now.Source.Keyframes, Shown(now));
        if (now.Source.Mode != SourceMode.Keyframes)
        {
            return [.. keyframes, shown];
        }

        var path = new KeyframePath(now.Source);
        var (index, behind) = path.Passed(_session.Time.Position);
        if (keyframes[index].Image is not null || keyframes[path.Fold(index + 1)].Image is not null)
        {
            throw new ConfigException("No seeds make what is shown beside a picture of the timeline. Add keyframes elsewhere, or edit the timeline on the page.");
        }

        var left = keyframes[index].Length - behind;
        if (left < ClosestKeyframes && !now.Source.Closed && index == keyframes.Count - 2)
        {
            return [.. keyframes, shown];
        }

        return Math.Min(behind, left) >= ClosestKeyframes
            ? [.. keyframes.Take(index), keyframes[index] with { Length = behind }, shown with { Length = left, Easing = keyframes[index].Easing }, .. keyframes.Skip(index + 1)]
            : throw new ConfigException("There is a keyframe here already. Let the path go on, then add one.");
    }

    private Keyframe Shown(SessionParameters now)
    {
        var path = new SourcePath(now.Source, now.Condition, Engine.Classes.Count);
        var (seeds, classes) = (new WeightedSeed[path.MostSeeds], new WeightedClass[SourcePath.MostClasses]);
        var position = _session.Time.Position;
        var seedCount = PriorBlend.Normalise(seeds.AsSpan(0, path.Seeds(position, seeds)), seeds);
        var seen = seeds[..seedCount].Where(item => Math.Abs(item.Weight) >= LeastWeight).ToArray();
        var classCount = path.Classes(position, classes);
        return new Keyframe
        {
            Seeds = seen[..PriorBlend.Normalise(seen, seen)],
            Classes = [.. classes[..classCount].Where(item => item.Weight >= LeastWeight)],
        };
    }

    private FrameEngineInfo Engine => _session.Info ?? throw new SessionNotOpenException();

    private PresetFolder Place() => Presets ?? throw new ConfigException("This session has no folder for presets.");
}
