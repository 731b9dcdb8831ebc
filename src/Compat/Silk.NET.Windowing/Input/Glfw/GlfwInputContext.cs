using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

/// <summary>GLFW knows one keyboard and one mouse a window, always present.</summary>
internal sealed class GlfwInputContext : IInputContext
{
    private readonly GlfwWindow _window;
    private readonly GlfwKeyboard _keyboard;
    private readonly GlfwMouse _mouse;

    public GlfwInputContext(GlfwWindow window)
    {
        _window = window;
        Handle = window.Handle;
        _keyboard = new(window);
        _mouse = new(window);
        Keyboards = [_keyboard];
        Mice = [_mouse];
        window.ListenToInput();
        window.Update += OnUpdate;
    }

    public event Action<IInputDevice, bool>? ConnectionChanged
    {
        // Nothing here is ever plugged in or out.
        add { }
        remove { }
    }

    public nint Handle { get; }

    public IReadOnlyList<IKeyboard> Keyboards { get; }

    public IReadOnlyList<IMouse> Mice { get; }

    public void Dispose()
    {
        _window.Update -= OnUpdate;
        _keyboard.Unsubscribe();
        _mouse.Unsubscribe();
    }

    private void OnUpdate(double elapsed) => _mouse.EndTurn();
}
