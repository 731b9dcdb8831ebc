namespace Silk.NET.Windowing;

public struct APIVersion
{
    public int MajorVersion;
    public int MinorVersion;

    public APIVersion(int majorVersion, int minorVersion) => (MajorVersion, MinorVersion) = (majorVersion, minorVersion);
}
