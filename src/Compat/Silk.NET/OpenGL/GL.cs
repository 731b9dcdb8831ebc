using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.OpenGL;

/// <summary>The OpenGL entry points of one context. Each is looked up by name on its first call, so that an absent one costs nothing until it is used.</summary>
public unsafe partial class GL : NativeAPI
{
    private HashSet<string>? _extensions;

    public GL(INativeContext ctx)
        : base(ctx)
    {
    }

    public static GL GetApi(IGLContextSource contextSource) =>
        GetApi(contextSource.GLContext ?? throw new InvalidOperationException("The context source has no OpenGL context: create the window with an OpenGL API and initialise it first."));

    public static GL GetApi(IGLContext ctx) => GetApi((INativeContext)ctx);

    public static GL GetApi(Func<string, nint> getProcAddress) => GetApi(new LamdaNativeContext(getProcAddress));

    public static GL GetApi(INativeContext ctx) => new(ctx);

    public override bool IsExtensionPresent(string extension)
    {
        if (_extensions is null)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            var count = GetInteger(GetPName.NumExtensions);
            for (uint i = 0; i < count; i++)
            {
                found.Add(GetStringS(StringName.Extensions, i));
            }

            _extensions = found;
        }

        return _extensions.Contains(extension) || _extensions.Contains("GL_" + extension);
    }
}
