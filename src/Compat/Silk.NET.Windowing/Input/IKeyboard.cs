namespace Silk.NET.Input;

public interface IKeyboard : IInputDevice
{
    event Action<IKeyboard, Key, int>? KeyDown;

    event Action<IKeyboard, Key, int>? KeyUp;

    event Action<IKeyboard, char>? KeyChar;

    IReadOnlyList<Key> SupportedKeys { get; }

    string ClipboardText { get; set; }

    bool IsKeyPressed(Key key);
}
