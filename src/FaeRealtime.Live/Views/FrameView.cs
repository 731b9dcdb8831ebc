using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Views;

/// <summary>The view that the parameters ask for, as long as one engine.</summary>
/// <param name="engine">Borrowed.</param>
/// <param name="clock">For measurement.</param>
/// <param name="generateTimes">Of the source; a view's own sampling is no part of it.</param>
internal sealed class FrameView(IFrameEngine engine, TimeProvider clock, RollingTimes generateTimes)
{
    private SessionParameters? _parameters;

    /// <summary>What paints; null for the picture itself.</summary>
    public ILatentView? Current { get; private set; }

    /// <summary>Takes changed parameters.</summary>
    public void Apply(SessionParameters parameters)
    {
        var changed = parameters.Output.View != (Current?.Kind ?? OutputView.Image);
        Current = parameters.Output.View switch
        {
            OutputView.Latent => changed ? new ChannelView(engine.Info) : Current,
            OutputView.Features => changed ? new FeatureView(engine) : Current,
            OutputView.Steps => changed || !SameSteps(parameters) ? new StepView(engine, new SourceContext(engine, parameters, clock, generateTimes)) : Current,
            _ => null,
        };
        _parameters = parameters;
    }

    // Speed and the like leave a key's way as it is.
    private bool SameSteps(SessionParameters parameters) =>
        _parameters!.SameKeys(parameters, engine.Info.Directions) && _parameters.Coherence.Renoise == parameters.Coherence.Renoise;
}
