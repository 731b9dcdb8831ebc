namespace Silk.NET.Windowing;

public struct GraphicsAPI
{
    public GraphicsAPI(ContextAPI api, ContextProfile profile, ContextFlags flags, APIVersion apiVersion) =>
        (API, Profile, Flags, Version) = (api, profile, flags, apiVersion);

    public GraphicsAPI(ContextAPI api, APIVersion apiVersion)
        : this(api, ContextProfile.Core, ContextFlags.ForwardCompatible, apiVersion)
    {
    }

    public static GraphicsAPI Default => new(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3));

    public static GraphicsAPI None => new(ContextAPI.None, ContextProfile.Core, ContextFlags.Default, new APIVersion(0, 0));

    public ContextAPI API { get; set; }

    public ContextProfile Profile { get; set; }

    public ContextFlags Flags { get; set; }

    public APIVersion Version { get; set; }
}
