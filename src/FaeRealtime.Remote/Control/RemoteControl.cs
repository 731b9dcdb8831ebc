using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Video.Recording;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Remote.Control;

/// <summary>What can be told from outside, by whichever way: the page's requests and messages, OSC, MIDI. Each is checked here and becomes one change of the session, or one file.</summary>
/// <param name="session">Changes the session. Borrowed.</param>
/// <param name="media">Writes files. Borrowed.</param>
/// <param name="models">Names of the models that can be loaded.</param>
/// <param name="logger">Gets failures of what nobody waits for. Borrowed.</param>
internal sealed partial class RemoteControl(SessionControl session, MediaOutput media, Func<IReadOnlyList<string>> models, ILogger logger)
{
    /// <summary>The session's own control.</summary>
    public SessionControl Session => session;

    /// <summary>Names of the models that can be loaded.</summary>
    public IReadOnlyList<string> Models => models();

    /// <summary>The stored presets.</summary>
    /// <exception cref="ConfigException">There is no folder for them.</exception>
    public PresetFolder Presets => session.Presets ?? throw new ConfigException("This session has no folder for presets.");

    /// <summary>Changes the parameters that a JSON object names, by their places in the tree or by <see cref="ShortNames"/>.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="ConfigException">A value does not fit; nothing is changed.</exception>
    public void Merge(ReadOnlyMemory<byte> json, string source) => session.Merge(ShortNames.Expand(json, session.Session.Info?.Classes ?? []), source);

    /// <summary>Changes parameters.</summary>
    /// <param name="change">From those that act to those that shall.</param>
    /// <exception cref="ConfigException">A value does not fit; nothing is changed.</exception>
    public void Change(Func<SessionParameters, SessionParameters> change) => session.Change(change);

    /// <summary>Does what an action's name says (<see cref="SessionActions"/>).</summary>
    /// <returns>False where there was nothing to do.</returns>
    /// <exception cref="ConfigException">There is none of that name.</exception>
    public bool Act(string action) => session.Act(SessionActions.Of(action));

    /// <summary>Makes a stored preset act.</summary>
    /// <exception cref="ConfigException">There is none of that name, or it does not fit.</exception>
    public void Recall(string preset) => session.Recall(preset);

    /// <summary>Opens another model beside the running one.</summary>
    /// <param name="model">One of <see cref="Models"/>; empty for the model that the session began with.</param>
    /// <exception cref="ConfigException">There is none of that name.</exception>
    public void Load(string model)
    {
        var known = Models;
        if (model.Length > 0 && !known.Contains(model, StringComparer.Ordinal))
        {
            throw new ConfigException($"There is no model '{Shortened.Text(model)}'; give one of: {string.Join(", ", known)}.");
        }

        session.Change(now => now with { Model = model });
    }

    /// <summary>Writes the picture that is shown; a failure goes to the log.</summary>
    public void Capture() => Watch(media.CaptureAsync(CancellationToken.None));

    /// <summary>Begins a recording or ends it; a failure goes to the log.</summary>
    public void Record(bool on)
    {
        if (on)
        {
            Watch(media.StartRecordingAsync(CancellationToken.None));
        }
        else
        {
            media.Frames.Recorder.Stop();
        }
    }

    // Nobody waits for it.
    private async void Watch(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (FaeException failure)
        {
            LogFailure(logger, failure.Message);
        }
        catch (ObjectDisposedException)
        {
            // The session ended first. Out of here it would end the program.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "fae: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
