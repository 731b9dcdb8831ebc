using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.Commands.Soak;

/// <summary>Changes of everything that a user can change, drawn by a seed.</summary>
/// <param name="control">Borrowed.</param>
/// <param name="seed">Names their course.</param>
internal sealed class SoakChanges(SessionControl control, ulong seed)
{
    private const ulong Stream = 0x50A7_0001;

    // What would only make the session slow or silent: its rate, and more steps than a live session takes.
    private static readonly ParameterDefinition[] Changeable = [.. ParameterTable.All.Where(parameter => parameter.Path is not ("pacing/fpsLimit" or "pacing/vsync" or "paused" or "blackout" or "sampler/steps"))];
    private static readonly SessionAction[] Actions = [.. Enum.GetValues<SessionAction>().Where(action => action is not (SessionAction.Pause or SessionAction.Blackout or SessionAction.Snap))];
    private ulong _drawn;

    /// <summary>Changes that were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Changes that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Makes the next change.</summary>
    public void Next()
    {
        try
        {
            Change(Draw(8));
            Taken++;
        }
        catch (ConfigException)
        {
            // Such as a mode that the present values do not fit; nothing was changed.
            Refused++;
        }
    }

    /// <summary>A whole number below another.</summary>
    public long Draw(long below) => PhiloxNoise.NextInt64(seed, Stream, _drawn++, below);

    private double Share => Draw(1 << 20) / (double)(1 << 20);

    private void Change(long kind)
    {
        var now = control.Parameters;
        switch (kind)
        {
            case 0:
                control.Apply(now with { Source = now.Source with { Seeds = Seeds() } });
                break;
            case 1:
                control.Apply(now with { Condition = now.Condition with { Classes = Classes(), RandomClass = true } });
                break;
            case 2:
                control.Apply(now with { Source = now.Source with { Keyframes = [.. Enumerable.Range(0, 2 + (int)Draw(6)).Select(_ => new Keyframe { Seeds = Seeds(), Length = 0.2 + Share })], Mode = SourceMode.Keyframes } });
                break;
            case 3:
                control.Act(Actions[Draw(Actions.Length)]);
                break;
            case 4:
                control.Apply(now with { Modulation = [.. Enumerable.Range(0, (int)Draw(4)).Select(_ => new Modulation { Target = "source/x", Rate = Share, Depth = Share })] });
                break;
            case 5:
                control.Set("sampler/steps", 1 + Draw(4));
                break;
            case 6:
                // Something that moves, so that frames come.
                control.Apply(now with { Source = now.Source with { Mode = SourceMode.Walk, Speed = 0.5 + Share, Keys = SourceKeys.Generated } });
                break;
            default:
                var parameter = Changeable[Draw(Changeable.Length)];
                var value = parameter.Minimum + (Share * (parameter.Maximum - parameter.Minimum));
                control.Set(parameter.Path, parameter.Kind == ParameterKind.Number ? value : Math.Round(value));
                break;
        }
    }

    private WeightedSeed[] Seeds() => [.. Enumerable.Range(0, 1 + (int)Draw(4)).Select(_ => new WeightedSeed((ulong)Draw(1000), 0.1 + Share))];

    private WeightedClass[] Classes()
    {
        var count = control.Session.Info!.Classes.Count;
        return count == 0 ? [] : [.. Enumerable.Range(0, (int)Draw(4)).Select(_ => (int)Draw(count)).Distinct().Select(index => new WeightedClass(index, 0.1 + Share))];
    }
}
