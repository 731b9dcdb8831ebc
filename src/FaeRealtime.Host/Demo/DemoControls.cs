using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Sessions;
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
            Key.N => now with { Seed = (ulong)PhiloxNoise.NextInt64(now.Seed, SeedStream, 0, Seeds) },
            Key.C => now with { Class = NextClass(now.Class) },
            Key.LeftBracket => now with { Speed = Rounded(now.Speed / SpeedFactor) },
            Key.RightBracket => now with { Speed = Rounded(now.Speed * SpeedFactor) },
            Key.Minus => now with { Steps = now.Steps - 1 },
            Key.Equal => now with { Steps = now.Steps + 1 },
            Key.L => now with { Loop = !now.Loop },
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
    private int? NextClass(int? now)
    {
        var count = session.Info?.Classes.Count ?? 0;
        return now is { } index ? (index + 1 < count ? index + 1 : null) : count > 0 ? 0 : null;
    }

    private static double Rounded(double speed) => double.Parse(speed.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
