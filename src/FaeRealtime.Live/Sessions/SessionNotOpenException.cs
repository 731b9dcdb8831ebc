namespace FaeRealtime;

/// <summary>Something was asked of a session whose model is not open yet. Wait for <see cref="LatentSession.WaitUntilReadyAsync"/>, or try again when it is there.</summary>
public sealed class SessionNotOpenException : InvalidOperationException
{
    /// <summary>With the usual message.</summary>
    public SessionNotOpenException()
        : base("The model is not open yet; wait for LatentSession.WaitUntilReadyAsync, or try again when it is there.")
    {
    }

    /// <param name="message">What was asked for, and what to do.</param>
    public SessionNotOpenException(string message)
        : base(message)
    {
    }

    /// <param name="message">What was asked for, and what to do.</param>
    /// <param name="innerException">What went before.</param>
    public SessionNotOpenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
