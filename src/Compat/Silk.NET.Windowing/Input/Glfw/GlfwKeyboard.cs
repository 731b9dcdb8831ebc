using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

/// <summary>The window's keyboard. <see cref="Key"/> has GLFW's own numbers, so that a cast converts.</summary>
internal sealed class GlfwKeyboard : IKeyboard
{
    private readonly GlfwWindow _window;

    public GlfwKeyboard(GlfwWindow window)
    {
        _window = window;
        window.RawKey += OnKey;
        window.RawCharacter += OnCharacter;
    }

    public event Action<IKeyboard, Key, int>? KeyDown;

    public event Action<IKeyboard, Key, int>? KeyUp;

    public event Action<IKeyboard, char>? KeyChar;

    public string Name => "Silk.NET Keyboard (via GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public IReadOnlyList<Key> SupportedKeys { get; } = Enum.GetValues<Key>();

    public string ClipboardText
    {
        get => Marshal.PtrToStringUTF8(GlfwNative.GetClipboardString(_window.Handle)) ?? string.Empty;
        set => GlfwNative.SetClipboardString(_window.Handle, value);
    }

    public bool IsKeyPressed(Key key) =>
        _window.IsInitialized && key != Key.Unknown && GlfwNative.GetKey(_window.Handle, (int)key) == GlfwHint.Press;

    public void Unsubscribe()
    {
        _window.RawKey -= OnKey;
        _window.RawCharacter -= OnCharacter;
    }

    private void OnKey(int key, int scancode, int action)
    {
        if (action == GlfwHint.Press)
        {
            KeyDown?.Invoke(this, (Key)key, scancode);
        }
        else if (action == GlfwHint.Release)
        {
            KeyUp?.Invoke(this, (Key)key, scancode);
        }
    }

    private void OnCharacter(uint character) => KeyChar?.Invoke(this, (char)character);
}
