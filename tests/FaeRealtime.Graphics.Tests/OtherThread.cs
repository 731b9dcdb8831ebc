using System.Runtime.ExceptionServices;

namespace FaeRealtime.Graphics.Tests;

internal static class OtherThread
{
    /// <summary>Runs an action on a thread of its own and throws here what it threw there.</summary>
    public static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception caught)
            {
                failure = ExceptionDispatchInfo.Capture(caught);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
