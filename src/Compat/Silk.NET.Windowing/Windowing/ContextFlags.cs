namespace Silk.NET.Windowing;

public enum ContextFlags
{
    Default = 0,
    Debug = 1,
    ForwardCompatible = 2,
}
