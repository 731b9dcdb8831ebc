using System.Numerics;
using FaeRealtime.Compat.Windowing.Tests.Windowing;
using Silk.NET.Input;
using Silk.NET.Windowing;

namespace FaeRealtime.Compat.Windowing.Tests.Input;

[Collection(XServerTests.Name)]
public sealed class InputTests(XServer server)
{
    [XvfbFact("xdotool")]
    public void Keyboard_PressAndRelease_RaisesEachOnce()
    {
        using var window = Open();
        using var input = window.CreateInput();
        var keyboard = Assert.Single(input.Keyboards);
        List<string> log = [];
        var held = false;
        keyboard.KeyDown += (sender, key, scancode) =>
        {
            log.Add($"down {key}");
            held |= key == Key.F11 && scancode > 0 && sender.IsKeyPressed(Key.F11);
        };
        keyboard.KeyUp += (_, key, _) => log.Add($"up {key}");
        keyboard.KeyChar += (_, character) => log.Add($"char {character}");
        server.Xdotool("key F11 a");
        window.WaitUntil(() => log.Contains("up A"));
        Assert.Equal(["down F11", "up F11", "down A", "char a", "up A"], log);
        Assert.False(keyboard.IsKeyPressed(Key.A));
        Assert.True(held);
        Assert.False(keyboard.IsKeyPressed(Key.F11));
    }

    [XvfbFact("xdotool")]
    public void Mouse_MoveClickScroll_ReportsWindowCoordinates()
    {
        using var window = Open();
        using var input = window.CreateInput();
        var mouse = Assert.Single(input.Mice);
        List<string> log = [];
        Vector2 moved = default;
        mouse.MouseMove += (_, position) => moved = position;
        mouse.MouseDown += (_, button) => log.Add($"down {button}");
        mouse.MouseUp += (_, button) => log.Add($"up {button}");
        mouse.Scroll += (_, wheel) => log.Add($"scroll {wheel.X} {wheel.Y}");
        var origin = window.Position;
        server.Xdotool($"mousemove {origin.X + 33} {origin.Y + 44} click 1 click 4");
        window.WaitUntil(() => log.Count == 3);
        Assert.Equal(new Vector2(33, 44), moved);
        Assert.Equal(moved, mouse.Position);
        Assert.Equal(["down Left", "up Left", "scroll 0 1"], log);
        Assert.Equal(1, mouse.ScrollWheels[0].Y);
        Assert.False(mouse.IsButtonPressed(MouseButton.Left));
    }

    [XvfbFact]
    public void Cursor_Hidden_IsReadBack()
    {
        using var window = Open();
        using var input = window.CreateInput();
        var cursor = input.Mice[0].Cursor;
        cursor.CursorMode = CursorMode.Hidden;
        Assert.Equal(CursorMode.Hidden, cursor.CursorMode);
        cursor.CursorMode = CursorMode.Normal;
        Assert.Equal(CursorMode.Normal, cursor.CursorMode);
    }

    [XvfbFact("xdotool")]
    public void Dispose_Input_SilencesItsDevices()
    {
        using var window = Open();
        var first = window.CreateInput();
        var silenced = 0;
        first.Keyboards[0].KeyDown += (_, _, _) => silenced++;
        first.Dispose();
        using var second = window.CreateInput();
        var heard = 0;
        second.Keyboards[0].KeyDown += (_, _, _) => heard++;
        server.Xdotool("key b");
        window.WaitUntil(() => heard > 0);
        Assert.Equal(0, silenced);
    }

    // Without a window manager the focus stays where it is set.
    private static IWindow Open()
    {
        var window = Window.Create(WindowOptions.Default with { Size = new(320, 200), VSync = false });
        window.Initialize();
        var focused = false;
        window.FocusChanged += value => focused = value;
        window.Focus();
        window.WaitUntil(() => focused);
        return window;
    }
}
