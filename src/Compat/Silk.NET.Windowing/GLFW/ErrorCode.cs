namespace Silk.NET.GLFW;

public enum ErrorCode
{
    NoError = 0,
    NotInitialized = 65537,
    NoContext = 65538,
    InvalidEnum = 65539,
    InvalidValue = 65540,
    OutOfMemory = 65541,
    ApiUnavailable = 65542,
    VersionUnavailable = 65543,
    PlatformError = 65544,
    FormatUnavailable = 65545,
    NoWindowContext = 65546,
}
