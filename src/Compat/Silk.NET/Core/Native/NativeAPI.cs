using Silk.NET.Core.Contexts;

namespace Silk.NET.Core.Native;

public abstract class NativeAPI : NativeApiContainer
{
    public NativeAPI(INativeContext ctx)
        : base(ctx)
    {
    }

    public INativeContext Context => _ctx;

    public abstract bool IsExtensionPresent(string name);
}
