namespace TorchSharp;

/// <summary>Owns what was made while it was the innermost open scope of its thread.</summary>
public sealed partial class DisposeScope : IDisposable
{
    private readonly HashSet<IDisposable> owned = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScope? outer) => OuterScope = outer;

    internal DisposeScope? OuterScope { get; set; }

    public IReadOnlyList<IDisposable> DisposablesView => owned.ToArray();

    public int DisposablesCount => owned.Count;

    public bool Contains(IDisposable disposable) => owned.Contains(disposable);

    /// <summary>Forgets what was disposed by hand.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        owned.Remove(disposable);
        SetOwner(disposable, null);
    }

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor { OwningDisposeScope: { } other } && other != this)
        {
            other.owned.Remove(disposable);
        }
        owned.Add(disposable);
        SetOwner(disposable, this);
    }

    public void Attach(params IDisposable[] disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            Attach(disposable);
        }
    }

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        IDisposable[] all = disposables.ToArray();
        Attach(all);
        return all;
    }

    public void DisposeEverything() => DisposeEverythingBut(Array.Empty<IDisposable>());

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (IDisposable disposable in owned.ToArray())
        {
            if (!keep.Contains(disposable))
            {
                owned.Remove(disposable);
                SetOwner(disposable, null);
                disposable.Dispose();
            }
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public void Dispose()
    {
        DisposeEverything();
        DisposeScopeManager.Close(this);
    }

    internal void Add(IDisposable disposable) => owned.Add(disposable);

    private static void SetOwner(IDisposable disposable, DisposeScope? owner)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = owner;
        }
    }
}
