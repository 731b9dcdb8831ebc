namespace FaeRealtime.Live.Generation;

/// <summary>Which model's engine runs and which is to follow it: one serves at a time, and the one that is opened beside it takes its place when it is ready. Guarded by the session's gate.</summary>
/// <param name="gate">The session's.</param>
/// <param name="first">The first model's name; empty for the session's own.</param>
internal sealed class EngineSwap(SessionGate gate, string first)
{
    private string? _opening;

    // Whose engine is ready, and who was promised the place.
    private string? _waiting;
    private string? _heir;

    /// <summary>The model that runs, or ran last, or is opened where none runs.</summary>
    public string Model { get; private set; } = first;

    /// <summary>The model that is being opened beside the running one; null for none. Read without the gate by anyone who only looks.</summary>
    public string? Opening => Volatile.Read(ref _opening);

    /// <summary>Whether an engine serves.</summary>
    public bool IsServed { get; private set; }

    /// <summary>Whether the engine that serves must end, because the one that is requested waits for its place.</summary>
    public bool IsFollowed => _waiting is not null && _waiting == _opening;

    /// <summary>Whether an engine serves or is about to.</summary>
    public bool IsTaken => IsServed || _heir is not null;

    /// <summary>Whether a model is neither the one that runs nor the one that is being opened.</summary>
    public bool IsNew(string model) => model != (_opening ?? Model);

    /// <summary>A model is requested beside the running one.</summary>
    /// <returns>The model to open; null where it is the one that runs.</returns>
    public string? Request(string model) => _opening = model == Model ? null : model;

    /// <summary>A model runs.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="requested">The model that is requested by now.</param>
    /// <returns>The model that must be opened beside it; null for none, or where that is on its way.</returns>
    public string? Begin(string model, string requested)
    {
        var before = _opening;
        Model = model;
        return Request(requested) == before ? null : _opening;
    }

    /// <summary>A model is opened with nothing beside it.</summary>
    public string Restart(string? model)
    {
        _opening = null;
        return Model = model ?? Model;
    }

    /// <summary>A model cannot follow.</summary>
    /// <returns>Whether it was the one that was requested last.</returns>
    public bool Refuse(string model)
    {
        var isRequested = _opening == model;
        _opening = isRequested ? null : _opening;
        return isRequested;
    }

    /// <summary>Waits for the place of the running engine, whose thread gives it up.</summary>
    /// <param name="model">The model that would follow; null for the session's first thread.</param>
    /// <param name="isStopped">Whether the session ends; under the gate.</param>
    /// <returns>False where it is not wanted any more.</returns>
    public bool Take(string? model, Func<bool> isStopped)
    {
        lock (gate)
        {
            while ((IsServed || (_heir is not null && _heir != model)) && !isStopped() && IsWanted(model))
            {
                Claim(model);
                Monitor.Wait(gate);
            }

            var taken = !isStopped() && IsWanted(model);
            IsServed |= taken;
            _waiting = _waiting == model ? null : _waiting;
            _heir = _heir == model ? null : _heir;
            return taken;
        }
    }

    /// <summary>The engine that serves ends for the one that waits, if any does: that has the place from now on, whatever is requested next. Under the gate.</summary>
    /// <returns>Whether one waits.</returns>
    public bool Promise()
    {
        _heir ??= IsFollowed ? _waiting : null;
        return _heir is not null;
    }

    /// <summary>Leaves the place.</summary>
    /// <returns>Whether another engine has it now.</returns>
    public bool Leave()
    {
        lock (gate)
        {
            IsServed = false;
            gate.Announce();
            return Promise();
        }
    }

    // The one that runs sees this and ends. Not for a model that was requested before: it may come late.
    private void Claim(string? model)
    {
        if (model is not null && model == _opening && model != _waiting)
        {
            _waiting = model;
            gate.Announce();
        }
    }

    private bool IsWanted(string? model) => model is null || model == _opening || model == _heir;
}
