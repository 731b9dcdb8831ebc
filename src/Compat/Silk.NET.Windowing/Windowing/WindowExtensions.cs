namespace Silk.NET.Windowing;

public static class WindowExtensions
{
    public static void Run(this IView view)
    {
        view.Initialize();
        view.Run(() =>
        {
            view.DoEvents();
            if (!view.IsClosing)
            {
                view.DoUpdate();
            }

            if (!view.IsClosing)
            {
                view.DoRender();
            }
        });
        view.DoEvents();
        view.Reset();
    }

    public static void SwapBuffers(this IView view) => view.GLContext?.SwapBuffers();

    public static void MakeCurrent(this IView view) => view.GLContext?.MakeCurrent();

    public static void ClearContext(this IView view) => view.GLContext?.Clear();
}
