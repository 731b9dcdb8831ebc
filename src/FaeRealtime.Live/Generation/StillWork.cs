using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Generation;

/// <summary>A still in the making, in slices that fit between two frames: a sampler step each, then the picture. An engine that follows another begins anew.</summary>
/// <param name="request">What is asked for.</param>
/// <param name="progress">Told the share that is done after every slice, on the generator thread.</param>
internal sealed class StillWork(StillRequest request, IProgress<double>? progress)
{
    // Continuations are the caller's code: never on the generator thread.
    private readonly TaskCompletionSource<Still> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IFrameEngine? _engine;
    private IKeyWork? _key;
    private SessionParameters? _parameters;

    /// <summary>The still, once it is made.</summary>
    public Task<Still> Result => _result.Task;

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsOver => _result.Task.IsCompleted;

    public void Cancel(CancellationToken cancellationToken) => _result.TrySetCanceled(cancellationToken);

    public void Fail(Exception failure) => _result.TrySetException(failure);

    /// <summary>Does one slice. A request that is wrong, or weights that give no numbers, fail the still and not the session.</summary>
    /// <param name="engine">Borrowed.</param>
    /// <param name="session">What the session has.</param>
    /// <param name="clock">For measurement, which nobody reads.</param>
    public void Step(IFrameEngine engine, SessionParameters session, TimeProvider clock)
    {
        try
        {
            if (!ReferenceEquals(engine, _engine))
            {
                Begin(engine, session, clock);
            }

            if (_key!.Done < _key.Slices)
            {
                _key.Step();
                Tell((double)_key.Done / (_key.Slices + 1));
            }
            else
            {
                var still = Decoded(engine, _key.Key.Latent);
                Tell(1.0);
                _result.TrySetResult(still);
            }
        }
        catch (FaeException failure)
        {
            Fail(failure);
        }
    }

    private void Begin(IFrameEngine engine, SessionParameters session, TimeProvider clock)
    {
        (_engine, _parameters) = (engine, request.Over(session));
        _parameters.Validate(engine.Info.Classes.Count, engine.Info.Sampling);

        // Times of stills are not the picture's: nothing else sees these.
        _key = new GeneratedKeys(new SourceContext(engine, _parameters, clock, new RollingTimes())).Begin(0);
    }

    private Still Decoded(IFrameEngine engine, float[] latent)
    {
        var side = engine.Info.ImageSize;
        var rgba = new byte[side * side * 4];
        FeatureShift.Of(engine, _parameters!.Condition.Directions).Decode(latent, rgba);
        return new Still(side, side, rgba, engine.Info.ModelHash, _parameters!);
    }

    private void Tell(double share)
    {
        try
        {
            progress?.Report(share);
        }
#pragma warning disable CA1031 // The caller's code on our thread: what it throws is the caller's, and the live picture goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(failure);
        }
    }
}
