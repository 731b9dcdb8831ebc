using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;
using FaeRealtime.Sampling.Walks;
using Silk.NET.Input;

namespace FaeRealtime.Host.Demo;

/// <summary>What keys do to a session.</summary>
/// <param name="session">Borrowed.</param>
internal sealed class DemoControls(LatentSession session)
{
    /// <summary>The keys, for the display.</summary>
    public const string Help = """
        Esc quit  Space pause  N new seed  C class
        [ ] speed  - = steps  L loop  Tab hide  F11
        """;

    private const double SpeedFactor = 1.25;

    // Few enough digits to read off the screen and type again.
    private const long Seeds = 1_000_000;
    private const ulong SeedStream = 0x5A3B_0004;

    /// <summary>Whether the text is shown.</summary>
    public bool ShowsText { get; private set; } = true;

    /// <summary>Whether full screen is wished.</summary>
    public bool FullScreen { get; private set; }

    /// <summary>Whether the window should close.</summary>
    public bool Quits { get; private set; }

    /// <summary>Why the last key was refused, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Acts on a key; unknown keys do nothing.</summary>
    public void Press(Key key)
    {
        Refusal = null;
        switch (key)
        {
            case Key.Escape:
                (FullScreen, Quits) = (false, !FullScreen);
                break;
            case Key.F11:
                FullScreen = !FullScreen;
                break;
            case Key.F5:
                session.Reload();
                break;
            case Key.Tab:
                ShowsText = !ShowsText;
                break;
            default:
                Change(key);
                break;
        }
    }

    private void Change(Key key)
    {
        if (session.Parameters is not { } now)
        {
            return;
        }

        var wished = key switch
        {
            Key.Space => now with { Paused = !now.Paused },
            Key.N => now with { Source = now.Source with { Seeds = [new WeightedSeed((ulong)PhiloxNoise.NextInt64(now.Source.Seeds[0].Seed, SeedStream, 0, Seeds), 1.0)] } },
            Key.C => now with { Condition = NextClass(now.Condition) },
            Key.LeftBracket => now with { Source = now.Source with { Speed = Rounded(now.Source.Speed / SpeedFactor) } },
            Key.RightBracket => now with { Source = now.Source with { Speed = Rounded(now.Source.Speed * SpeedFactor) } },
            Key.Minus => now with { Sampler = now.Sampler with { Steps = now.Sampler.Steps - 1 } },
            Key.Equal => now with { Sampler = now.Sampler with { Steps = now.Sampler.Steps + 1 } },
            Key.L => now with { Source = now.Source with { Mode = now.Source.Mode == SourceMode.Loop ? SourceMode.Walk : SourceMode.Loop } },
            _ => now,
        };
        try
        {
            session.Apply(wished);
        }
        catch (ConfigException refused)
        {
            Refusal = refused.Message;
        }
    }

    // All classes, then each alone, then all again.
    private ConditionParameters NextClass(ConditionParameters now)
    {
        var next = now.Classes.Count > 0 ? now.Classes[0].Class + 1 : 0;
        return next < (session.Info?.Classes.Count ?? 0) ? now.Only(next) : now with { Classes = [], Mix = true };
    }

    private static double Rounded(double speed) => double.Parse(speed.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
