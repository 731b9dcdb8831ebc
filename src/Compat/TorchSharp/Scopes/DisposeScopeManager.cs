namespace TorchSharp;

/// <summary>Each thread's stack of open dispose scopes.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScope? current;

    internal static DisposeScope? Current => current;

    internal static DisposeScope Open() => current = new DisposeScope(current);

    internal static DisposeScope? Register(IDisposable disposable)
    {
        current?.Add(disposable);
        return current;
    }

    /// <summary>Unlinks a closed scope; one that is closed out of order is cut out of the middle.</summary>
    internal static void Close(DisposeScope scope)
    {
        if (current == scope)
        {
            current = scope.OuterScope;
            return;
        }
        for (DisposeScope? inner = current; inner is not null; inner = inner.OuterScope)
        {
            if (inner.OuterScope == scope)
            {
                inner.OuterScope = scope.OuterScope;
                return;
            }
        }
    }
}
