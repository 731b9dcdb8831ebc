namespace FaeRealtime.Evaluation.Features;

/// <summary>Something that is made when first needed, and disposed only if it was.</summary>
internal sealed class Lazily<T>(Func<T> create) : IDisposable
    where T : class, IDisposable
{
    private T? _made;

    public T Value => _made ??= create();

    public void Dispose() => _made?.Dispose();
}
