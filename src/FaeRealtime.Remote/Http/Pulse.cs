namespace FaeRealtime.Remote.Http;

/// <summary>Wakes everyone who waits for something new; what is new, each looks up for itself, so nothing is ever queued.</summary>
internal sealed class Pulse
{
    private volatile TaskCompletionSource _next = New();

    /// <summary>Ends at the next <see cref="Beat"/>. Take it before looking for what is new, or a beat is missed.</summary>
    public Task Next => _next.Task;

    /// <summary>Wakes all. Never runs their code on the calling thread.</summary>
    public void Beat() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
