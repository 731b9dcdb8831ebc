using Silk.NET.Core.Loader;

namespace Silk.NET.Core.Contexts;

public readonly struct LamdaNativeContext(Func<string, nint> getProcAddress) : INativeContext
{
    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out var address) ? address : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default)
    {
        addr = getProcAddress(proc);
        return addr != 0;
    }

    public void Dispose()
    {
    }
}
