namespace FaeRealtime.Core.Errors;

/// <summary>An expected failure: its message says what failed, with which values, and what to do.</summary>
public abstract class FaeException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">What failed, the values, the remedy.</param>
    /// <param name="innerException">The cause, if another exception is.</param>
    protected FaeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The program's exit status for it: 2 bad configuration or file, 3 device or native failure.</summary>
    public abstract int ExitCode { get; }
}
