using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>Carries tensors to and from safetensors files.</summary>
public static class TensorExport
{
    /// <summary>Copies a tensor out.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="tensor">Of any shape, float32 on any device. Borrowed.</param>
    /// <param name="stored">Half or single precision.</param>
    /// <returns>The values under that key, in row-major order.</returns>
    public static SafetensorsTensor ToSafetensors(string name, torch.Tensor tensor, TensorDtype stored = TensorDtype.F32) =>
        SafetensorsTensor.FromSingle(name, tensor.shape, Values(tensor), stored);

    /// <summary>The float32 values in row-major order.</summary>
    /// <param name="tensor">Of any shape, float32 on any device. Borrowed.</param>
    public static float[] Values(torch.Tensor tensor) => Values<float>(tensor);

    /// <summary>The values in row-major order.</summary>
    /// <typeparam name="T">What the tensor holds.</typeparam>
    /// <param name="tensor">Of any shape, on any device. Borrowed.</param>
    public static T[] Values<T>(torch.Tensor tensor)
        where T : unmanaged
    {
        using var scope = torch.NewDisposeScope();

        // The accessor holds the tensor until it is disposed.
        using var values = tensor.detach().cpu().contiguous().data<T>();
        return values.ToArray();
    }

    /// <summary>Overwrites a tensor in place.</summary>
    /// <param name="target">Of any shape, float32 on any device. Borrowed.</param>
    /// <param name="reader">The file.</param>
    /// <param name="key">The tensor's key there.</param>
    /// <exception cref="CheckpointException">The key is missing or has another shape.</exception>
    public static void Fill(torch.Tensor target, SafetensorsReader reader, string key)
    {
        var shape = reader.Entry(key).Shape;
        if (!shape.SequenceEqual(target.shape))
        {
            throw new CheckpointException($"State {reader.Path}: '{key}' is [{string.Join(", ", shape)}], the network needs [{string.Join(", ", target.shape)}]. Use the recipe it was started with.");
        }

        using var source = torch.tensor(reader.ReadSingle(key), target.shape);
        target.copy_(source);
    }
}
