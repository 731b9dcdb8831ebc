namespace SixLabors.ImageSharp;

public interface IDeepCloneable
{
    IDeepCloneable DeepClone();
}
