namespace SixLabors.ImageSharp;

/// <summary>Neither the bytes nor the file extension belong to a format that can be read or written.</summary>
public sealed class UnknownImageFormatException : ImageFormatException
{
    public UnknownImageFormatException(string errorMessage)
        : base(errorMessage)
    {
    }
}
