using System.Numerics;
using Silk.NET.GLFW;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

internal sealed unsafe class GlfwMouse : IMouse
{
    private const MouseButton LastButton = MouseButton.Button8;

    private readonly GlfwWindow _window;
    private readonly ScrollWheel[] _wheels = new ScrollWheel[1];
    private bool _scrolled;

    public GlfwMouse(GlfwWindow window)
    {
        _window = window;
        Cursor = new GlfwCursor(window);
        window.RawCursor += OnMove;
        window.RawButton += OnButton;
        window.RawScroll += OnScroll;
    }

    public event Action<IMouse, MouseButton> MouseDown = delegate { };

    public event Action<IMouse, MouseButton> MouseUp = delegate { };

    public event Action<IMouse, Vector2> MouseMove = delegate { };

    public event Action<IMouse, ScrollWheel> Scroll = delegate { };

    public string Name => "Silk.NET Mouse (via GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public IReadOnlyList<MouseButton> SupportedButtons { get; } =
        [.. Enum.GetValues<MouseButton>().Where(button => button is >= MouseButton.Left and <= LastButton)];

    public IReadOnlyList<ScrollWheel> ScrollWheels => _wheels;

    public ICursor Cursor { get; }

    public Vector2 Position
    {
        get
        {
            double x = 0, y = 0;
            if (_window.IsInitialized)
            {
                GlfwNative.GetCursorPos(_window.Handle, &x, &y);
            }

            return new((float)x, (float)y);
        }

        set => GlfwNative.SetCursorPos(_window.Handle, value.X, value.Y);
    }

    public bool IsButtonPressed(MouseButton btn) =>
        _window.IsInitialized && btn is >= MouseButton.Left and <= LastButton && GlfwNative.GetMouseButton(_window.Handle, (int)btn) == GlfwHint.Press;

    /// <summary>A wheel shows its last turn for one update.</summary>
    public void EndTurn()
    {
        if (!_scrolled)
        {
            _wheels[0] = default;
        }

        _scrolled = false;
    }

    public void Unsubscribe()
    {
        _window.RawCursor -= OnMove;
        _window.RawButton -= OnButton;
        _window.RawScroll -= OnScroll;
    }

    private void OnMove(double x, double y) => MouseMove(this, new((float)x, (float)y));

    private void OnButton(int button, int action)
    {
        if (action == GlfwHint.Press)
        {
            MouseDown(this, (MouseButton)button);
        }
        else
        {
            MouseUp(this, (MouseButton)button);
        }
    }

    private void OnScroll(double x, double y)
    {
        _scrolled = true;
        _wheels[0] = new((float)x, (float)y);
        Scroll(this, _wheels[0]);
    }
}
