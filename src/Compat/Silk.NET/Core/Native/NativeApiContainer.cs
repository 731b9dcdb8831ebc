using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;

namespace Silk.NET.Core.Native;

public abstract class NativeApiContainer : IDisposable
{
    protected readonly INativeContext _ctx;

    public NativeApiContainer(INativeContext ctx) => _ctx = ctx;

    public void Dispose() => _ctx.Dispose();

    protected nint Load(string entryPoint) =>
        _ctx.TryGetProcAddress(entryPoint, out var address) ? address : throw new SymbolLoadingException(entryPoint);
}
