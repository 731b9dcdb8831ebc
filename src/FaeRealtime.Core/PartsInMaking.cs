namespace FaeRealtime.Core;

/// <summary>The parts of something that is being made: disposed in reverse order, unless it is finished.</summary>
/// <example><code>
/// using var parts = new PartsInMaking();
/// var file = parts.Add(PartFile.Create(path));
/// var process = parts.Add(Start(file));
/// return parts.Finish(new Recording(file, process));
/// </code></example>
public sealed class PartsInMaking : IDisposable
{
    private readonly Stack<IDisposable> _parts = new();

    /// <summary>Takes a part that exists from now on.</summary>
    /// <returns>The same.</returns>
    public T Add<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Hands the parts over to the whole.</summary>
    /// <returns>The same.</returns>
    public T Finish<T>(T whole)
    {
        _parts.Clear();
        return whole;
    }

    /// <summary>Disposes the parts of what was not finished.</summary>
    public void Dispose()
    {
        while (_parts.TryPop(out var part))
        {
            part.Dispose();
        }
    }
}
