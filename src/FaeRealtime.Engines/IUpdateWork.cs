using FaeRealtime.Core.Errors;

namespace FaeRealtime.Engines;

/// <summary>What an engine has done by the thread that calls a session's <c>Update</c>, a slice at a time, because only that thread has the device.</summary>
public interface IUpdateWork
{
    /// <summary>Whether the calling thread is the one that can do it.</summary>
    bool IsHere { get; }

    /// <summary>Does a slice, if there is something to do. Never waits for the device.</summary>
    /// <returns>Whether there was.</returns>
    /// <exception cref="GraphicsException">The OpenGL context is not current on this thread.</exception>
    bool DoSlice();

    /// <summary>Ends all that waits, now and later, by an <see cref="OperationCanceledException"/>: nobody calls <see cref="DoSlice"/> any more. Any thread.</summary>
    void Abandon();
}
