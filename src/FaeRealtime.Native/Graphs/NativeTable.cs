using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Graphs;

/// <summary>Finds the functions of a library by name, and remembers the first that it lacks.</summary>
/// <param name="export">The address of a name; 0 for one that is not there.</param>
/// <param name="library">The library's name in messages.</param>
internal sealed class NativeTable(Func<string, nint> export, string library)
{
    private string? _missing;

    /// <summary>The address of a function.</summary>
    public nint Find(string name)
    {
        var address = export(name);
        _missing ??= address == 0 ? name : null;
        return address;
    }

    /// <summary>Refuses a library that lacks one of the functions.</summary>
    /// <param name="remedy">The end of the message: what has them all, and where from.</param>
    /// <exception cref="NativeException">It does.</exception>
    public void Require(string remedy)
    {
        if (_missing is not null)
        {
            throw new NativeException($"{library} lacks {_missing}. {remedy}");
        }
    }
}
