using System.Runtime.ExceptionServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;

namespace FaeRealtime;

/// <content>For loops that wait on their own thread.</content>
public sealed partial class LatentSession
{
    /// <summary>Waits for a frame that <see cref="Update"/> has not taken, for a loop that no display paces.</summary>
    /// <param name="timeout">At most so long.</param>
    /// <returns>Whether there is one.</returns>
    public bool WaitForFrame(TimeSpan timeout) =>
        Open._shared.WaitUntil(_frameOrEnd, timeout, _options.Work) && _mailbox.HasFresh;

    /// <summary>Waits until the engine is open.</summary>
    /// <param name="timeout">At most so long.</param>
    /// <returns>The model and device.</returns>
    /// <exception cref="FaeException">The engine failed to open.</exception>
    /// <exception cref="TimeoutException">It is still opening.</exception>
    public FrameEngineInfo WaitForEngine(TimeSpan timeout)
    {
        Open._shared.WaitUntil(() => State != SessionState.Loading, timeout, _options.Work);
        if (State == SessionState.Failed)
        {
            ExceptionDispatchInfo.Throw(_shared.Failure!);
        }

        return Open._shared.Info ?? throw new TimeoutException($"The model is not open after {timeout.TotalSeconds:0} s.");
    }
}
