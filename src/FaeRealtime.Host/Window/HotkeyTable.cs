namespace FaeRealtime.Host.Window;

/// <summary>Every key of the window.</summary>
internal static class HotkeyTable
{
    private const int Presets = 9;

    /// <summary>What belongs together.</summary>
    public static IReadOnlyList<HotkeySection> Sections { get; } =
    [
        new("Window", [
            new("help", "this list", "? F1", c => c.Display.Toggle(HudPart.Help)),
            new("leave", "leave full screen, then quit", "Escape", c => c.Leave()),
            new("fullScreen", "full screen", "F11", c => c.ToggleFullScreen()),
            new("hideHud", "hide all text", "Tab", c => c.Display.Toggle(HudPart.All)),
            new("performance", "times of every stage", "P", c => c.Display.Toggle(HudPart.Performance)),
            new("vsync", "wait for the display, or not", "V", c => c.ToggleVsync()),
            new("reload", "load the model again", "F5", c => c.Reload()),
        ]),
        new("Movement", [
            Act("pause", "pause", "Space", SessionAction.Pause),
            Act("newSeed", "new seed", "N", SessionAction.NewSeed),
            Act("snap", "snap to a seed", "S", SessionAction.Snap),
            Way("left", "walk (Shift ÷10, Ctrl ×10)", "Left", -1, 0),
            Way("right", string.Empty, "Right", 1, 0),
            Way("up", string.Empty, "Up", 0, 1),
            Way("down", string.Empty, "Down", 0, -1),
            new("slower", "slower, faster", "[", c => c.Scale("source/speed", 1.0 / WindowControls.SpeedFactor)),
            new("faster", string.Empty, "]", c => c.Scale("source/speed", WindowControls.SpeedFactor)),
            Act("loop", "loop", "L", SessionAction.Loop),
            Act("addKeyframe", "add a keyframe", "K", SessionAction.AddKeyframe),
            Act("tap", "tap the tempo", "T", SessionAction.Tap),
        ]),
        new("Picture", [
            new("fewerSteps", "fewer, more steps", "-", c => c.AddSteps(-1)),
            new("moreSteps", string.Empty, "=", c => c.AddSteps(1)),
            new("lessGuidance", "less, more guidance", ",", c => c.Add("sampler/guidance", -WindowControls.GuidanceStep)),
            new("moreGuidance", string.Empty, ".", c => c.Add("sampler/guidance", WindowControls.GuidanceStep)),
            Act("nextClass", "next, previous class", "C", SessionAction.NextClass),
            Act("previousClass", string.Empty, "Shift+C", SessionAction.PreviousClass),
            new("nextDirection", "next, previous direction", "G", c => c.ChooseDirection(1)),
            new("previousDirection", string.Empty, "Shift+G", c => c.ChooseDirection(-1)),
            new("lessDirection", "less, more of it", ";", c => c.PushDirection(-WindowControls.DirectionStep)),
            new("moreDirection", string.Empty, "'", c => c.PushDirection(WindowControls.DirectionStep)),
            new("view", "image, latent, features, steps", "D", c => c.NextView()),
            Act("blackout", "black", "B", SessionAction.Blackout),
        ]),
        new("Keep and undo", [
            .. Enumerable.Range(1, Presets).Select(i => new Hotkey($"recall{i}", i == 1 ? "recall a preset" : string.Empty, $"{i}", c => c.Recall(i))),
            .. Enumerable.Range(1, Presets).Select(i => new Hotkey($"store{i}", i == 1 ? "store a preset" : string.Empty, $"Ctrl+{i}", c => c.Store(i))),
            new("saveImage", "save the picture", "F12", c => c.SaveImage()),
            new("record", "record, stop", "Ctrl+R", c => c.ToggleRecording()),
            new("saveSet", "save the set, begin another", "Ctrl+S", c => c.SaveSet()),
            Act("undo", "undo, redo", "Ctrl+Z", SessionAction.Undo),
            Act("redo", string.Empty, "Ctrl+Y", SessionAction.Redo),
            Act("reset", "back to the start", "Home", SessionAction.Reset),
        ]),
    ];

    /// <summary>All, in the order of the help.</summary>
    public static IReadOnlyList<Hotkey> All { get; } = [.. Sections.SelectMany(section => section.Hotkeys)];

    private static Hotkey Act(string name, string help, string keys, SessionAction action) => new(name, help, keys, c => c.Act(action));

    private static Hotkey Way(string name, string help, string keys, int x, int y) => new(name, help, keys, _ => { }) { Walk = (x, y) };
}

/// <summary>Keys that belong together.</summary>
/// <param name="Title">Stands over them in the help.</param>
/// <param name="Hotkeys">In the order of the help.</param>
internal sealed record HotkeySection(string Title, IReadOnlyList<Hotkey> Hotkeys);

/// <summary>Something that a key does.</summary>
/// <param name="Name">What a file of keys calls it.</param>
/// <param name="Help">In a few words; empty where the key before it says it, too.</param>
/// <param name="Keys">The usual ones, with spaces between them.</param>
/// <param name="Run">Does it.</param>
internal sealed record Hotkey(string Name, string Help, string Keys, Action<WindowControls> Run)
{
    /// <summary>Whether it goes on while the key is held, finer with Shift and faster with Ctrl: the way of x and y.</summary>
    public (int X, int Y)? Walk { get; init; }
}
