using System.Numerics;
using FaeRealtime.Graphics.Presenting;
using Silk.NET.Input;
using Silk.NET.Windowing;

namespace FaeRealtime.Host.Window;

/// <summary>The window's keyboards and mice, as many as there are: a kiosk may have none.</summary>
internal sealed class WindowInput : IDisposable
{
    // A press walks by so much, a key that is held goes on at one seed a second.
    private const double Step = 0.25;
    private const double HeldSpeed = 1.0;
    private static readonly TimeSpan HeldAfter = TimeSpan.FromSeconds(0.3);

    private readonly IWindow _window;
    private readonly LatentSession _session;
    private readonly WindowControls _controls;
    private readonly KeyMap _keys;
    private readonly TimeProvider _clock;
    private readonly IInputContext _input;
    private readonly HashSet<IInputDevice> _known = [];
    private readonly List<(IKeyboard Keyboard, Key Key, Hotkey Hotkey, long Since)> _held = [];
    private IMouse? _dragging;
    private Vector2? _pointer;
    private Vector2 _dragged;
    private long _last;

    private WindowInput(IWindow window, IInputContext input, LatentSession session, WindowControls controls, KeyMap keys, TimeProvider clock)
    {
        (_window, _input, _session, _controls, _keys, _clock) = (window, input, session, controls, keys, clock);
        _last = clock.GetTimestamp();
    }

    /// <summary>Listens to what the window has and will have.</summary>
    public static WindowInput Open(IWindow window, LatentSession session, WindowControls controls, KeyMap keys, TimeProvider clock)
    {
        var input = new WindowInput(window, window.CreateInput(), session, controls, keys, clock);
        foreach (var device in input._input.Keyboards.Concat<IInputDevice>(input._input.Mice))
        {
            input.Listen(device);
        }

        input._input.ConnectionChanged += (device, isConnected) =>
        {
            if (isConnected)
            {
                input.Listen(device);
            }
        };
        window.FileDrop += controls.Drop;
        return input;
    }

    /// <summary>Goes on with what is held. Once a frame, after the window's events.</summary>
    public void Turn()
    {
        var now = _clock.GetTimestamp();
        var seconds = _clock.GetElapsedTime(_last, now).TotalSeconds;
        _last = now;
        for (var i = _held.Count - 1; i >= 0; i--)
        {
            var (keyboard, key, hotkey, since) = _held[i];
            if (!keyboard.IsKeyPressed(key))
            {
                _held.RemoveAt(i);
            }
            else if (_clock.GetElapsedTime(since, now) > HeldAfter)
            {
                Walk(hotkey.Walk!.Value.X * HeldSpeed * seconds, hotkey.Walk.Value.Y * HeldSpeed * seconds);
            }
        }

        if (_dragged != Vector2.Zero)
        {
            Drag(_dragged);
            _dragged = Vector2.Zero;
        }
    }

    public void Dispose() => _input.Dispose();

    private void Listen(IInputDevice device)
    {
        if (!_known.Add(device))
        {
            return;
        }

        if (device is IKeyboard keyboard)
        {
            keyboard.KeyDown += OnKeyDown;
        }
        else if (device is IMouse mouse)
        {
            mouse.MouseDown += OnMouseDown;
            mouse.MouseUp += (_, button) => _dragging = button == MouseButton.Left ? null : _dragging;
            mouse.MouseMove += OnMouseMove;
        }
    }

    private void OnKeyDown(IKeyboard keyboard, Key key, int code)
    {
        if (_keys.Find(new KeyChord(key, IsHeld(Key.ControlLeft, Key.ControlRight), IsHeld(Key.ShiftLeft, Key.ShiftRight), IsHeld(Key.AltLeft, Key.AltRight))) is not { } hotkey)
        {
            return;
        }

        if (hotkey.Walk is { } way)
        {
            Walk(way.X * Step, way.Y * Step);
            _held.Add((keyboard, key, hotkey, _clock.GetTimestamp()));
        }
        else
        {
            _controls.Run(hotkey);
        }
    }

    private void OnMouseDown(IMouse mouse, MouseButton button)
    {
        if (button == MouseButton.Left)
        {
            // By the events: asked for its position, a mouse says where it is by now, which may be the end of the drag.
            (_dragging, _pointer) = (mouse, _pointer ?? mouse.Position);
        }
    }

    private void OnMouseMove(IMouse mouse, Vector2 position)
    {
        if (_dragging == mouse && _pointer is { } before)
        {
            _dragged += position - before;
        }

        _pointer = position;
    }

    // Across the whole picture lies one seed, and the picture follows the hand. Mouse and Size are in the same units, which need not be pixels.
    private void Drag(Vector2 way)
    {
        var size = _window.Size;
        if (_session.TryGetFrame(out var frame) && size.X > 0 && size.Y > 0)
        {
            var area = PresentArea.Fit(frame.Width, frame.Height, size.X, size.Y);
            Walk(-way.X / area.Width, way.Y / area.Height);
        }
    }

    private void Walk(double x, double y) => _controls.Walk(x, y, fine: IsHeld(Key.ShiftLeft, Key.ShiftRight), coarse: IsHeld(Key.ControlLeft, Key.ControlRight));

    private bool IsHeld(Key left, Key right)
    {
        foreach (var keyboard in _input.Keyboards)
        {
            if (keyboard.IsKeyPressed(left) || keyboard.IsKeyPressed(right))
            {
                return true;
            }
        }

        return false;
    }
}
