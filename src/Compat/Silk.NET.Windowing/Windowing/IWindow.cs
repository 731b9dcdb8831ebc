using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public interface IWindow : IWindowProperties, IWindowHost, IView
{
    event Action<Vector2D<int>>? Move;

    event Action<WindowState>? StateChanged;

    event Action<string[]>? FileDrop;

    IMonitor? Monitor { get; set; }

    new bool IsClosing { get; set; }
}
