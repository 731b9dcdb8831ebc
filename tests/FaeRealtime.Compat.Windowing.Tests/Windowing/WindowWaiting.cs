using System.Diagnostics;
using Silk.NET.Windowing;

namespace FaeRealtime.Compat.Windowing.Tests.Windowing;

internal static class WindowWaiting
{
    /// <summary>Handles events until the X server has answered; a test that never gets its answer fails here.</summary>
    public static void WaitUntil(this IView view, Func<bool> arrived)
    {
        var clock = Stopwatch.StartNew();
        do
        {
            view.DoEvents();
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "The X server sent no such event within 10 s.");
        }
        while (!arrived());
    }
}
