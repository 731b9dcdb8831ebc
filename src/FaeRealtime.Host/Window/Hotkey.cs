namespace FaeRealtime.Host.Window;

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
