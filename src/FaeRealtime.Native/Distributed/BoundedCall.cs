using System.Globalization;
using System.Runtime.ExceptionServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Distributed;

/// <summary>A native call that waits for other processes and has no timeout of its own.</summary>
internal static class BoundedCall
{
    /// <summary>Makes it on a thread of its own, which is given up where it does not come back.</summary>
    /// <param name="call">The call.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="what">What did not come back, and why that may be.</param>
    /// <exception cref="NativeException">It did not come back in time.</exception>
    public static void Run(Action call, TimeSpan timeout, string what)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                call();
            }
#pragma warning disable CA1031 // The top of a thread: the caller throws it on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = error;
            }
        })
        {
            IsBackground = true,
            Name = "fae ranks",
        };
        thread.Start();
        if (!thread.Join(timeout))
        {
            throw new NativeException(string.Create(
                CultureInfo.InvariantCulture, $"No answer within {timeout.TotalSeconds:0.#} s from {what}. Start all ranks with one mpirun, and look at what the others print."));
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
