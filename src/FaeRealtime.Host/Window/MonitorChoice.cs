using FaeRealtime.Core.Errors;
using Silk.NET.Windowing;

using Monitors = Silk.NET.Windowing.Monitor;

namespace FaeRealtime.Host.Window;

/// <summary>Puts a window on a monitor, and over all of it.</summary>
internal sealed class MonitorChoice
{
    private readonly IWindow _window;
    private readonly IMonitor? _monitor;
    private bool _covers;

    private MonitorChoice(IWindow window, IMonitor? monitor) => (_window, _monitor) = (window, monitor);

    /// <summary>Moves a window to its monitor.</summary>
    /// <param name="window">Borrowed.</param>
    /// <param name="number">From 1; null for the one that the window is on.</param>
    /// <exception cref="ConfigException">There is no such monitor.</exception>
    public static MonitorChoice Apply(IWindow window, int? number)
    {
        if (number is not { } requested)
        {
            return new MonitorChoice(window, null);
        }

        IMonitor[] all = [.. Monitors.GetMonitors(window)];
        var monitor = requested >= 1 && requested <= all.Length
            ? all[requested - 1]
            : throw new ConfigException($"--monitor is {requested}; there is {string.Join(", ", all.Select((monitor, i) => $"{i + 1} ({monitor.Name})"))}.");
        window.Monitor = monitor;
        return new MonitorChoice(window, monitor);
    }

    /// <summary>Covers the monitor, or gives it back, where that is not so yet.</summary>
    public void Apply(bool covers)
    {
        if (covers == _covers)
        {
            return;
        }

        _covers = covers;
        _window.WindowState = covers ? WindowState.Fullscreen : WindowState.Normal;
        if (covers && _monitor is not null)
        {
            _window.Monitor = _monitor;
        }
    }
}
