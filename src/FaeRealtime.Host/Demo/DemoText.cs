using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Live.Engines;
using FaeRealtime.Host.Running;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;

namespace FaeRealtime.Host.Demo;

/// <summary>The text over the picture and the window's title, written anew a few times a second.</summary>
/// <param name="session">Borrowed.</param>
/// <param name="controls">Borrowed.</param>
internal sealed class DemoText(LatentSession session, DemoControls controls)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.25);
    private readonly char[] _buffer = new char[1024];
    private int _length;
    private long _written;

    /// <summary>The lines.</summary>
    public ReadOnlySpan<char> Lines => _buffer.AsSpan(0, _length);

    /// <summary>A short line for the title bar.</summary>
    public string Title { get; private set; } = "FAE";

    /// <summary>Writes the text anew when it is due.</summary>
    /// <returns>Whether it did.</returns>
    public bool Refresh(TimeProvider clock)
    {
        var now = clock.GetTimestamp();
        if (_written != 0 && clock.GetElapsedTime(_written, now) < Interval)
        {
            return false;
        }

        _written = now;
        if (session.Info is not { } info || session.Parameters is not { } parameters)
        {
            Write("loading ...");
            return true;
        }

        var figures = session.ReadStatistics();
        var kind = ClassText.Of(parameters.Condition, info.Classes);
        Title = string.Create(CultureInfo.InvariantCulture, $"FAE {info.Config.Name}: {figures.PresentedFps:0} fps, {figures.Latency.P50:0} ms");

        // Short lines: the window is 48 characters wide.
        Write(string.Create(CultureInfo.InvariantCulture, $"""
            {figures.PresentedFps:0.0} fps  latency {figures.Latency.P50:0} ms  dropped {figures.Dropped}
            generate {figures.Generate.P50:0} ms  decode {figures.Decode.P50:0.0} ms  {(session.Sharing.Path == SharingPath.Device ? "[gpu]" : "[host]")}
            {DemoMode.Of(parameters.Source)}  seed {parameters.Source.Seeds[0].Seed}  class {kind}
            {info.Generator.Name()}  steps {parameters.Sampler.Steps}  speed {parameters.Source.Speed:0.##}{(parameters.Source.Mode == SourceMode.Loop ? "  loop" : "")}{(parameters.Paused ? "  paused" : "")}
            {DemoControls.Help}
            {Badge(info)}
            {(session.Failure is { } failure ? $"{failure.Message} F5 loads the model again." : controls.Refusal)}
            """));
        return true;
    }

    // Why a picture that was painted on a GPU takes the long way; said only there.
    private string Badge(FrameEngineInfo info) =>
        info.CudaDevice is not null && session.Sharing.Path == SharingPath.Host ? $"through host memory: {session.Sharing.Reason}" : string.Empty;

    private void Write(string text)
    {
        _length = Math.Min(text.Length, _buffer.Length);
        text.AsSpan(0, _length).CopyTo(_buffer);
    }
}
