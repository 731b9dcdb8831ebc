using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Dispatch;

namespace TorchSharp;

// What every creating member goes through.
public static unsafe partial class torch
{
    private static Device? Placed(Device? device, string[]? names)
    {
        if (names is not null)
        {
            throw new NotSupportedException("Named dimensions are not covered: pass null for names.");
        }
        return device is null ? null : InitializeDevice(device);
    }

    private static Tensor Finished(Tensor made, bool requires_grad)
    {
        if (requires_grad)
        {
            made.requires_grad = true;
        }
        return made;
    }

    internal static Tensor FromData<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        Device? target = Placed(device, names);
        ScalarType source = ElementType.Of<T>();
        if (Tensor.Product(dimensions) != data.Length)
        {
            throw new ArgumentException($"{data.Length} values do not fill the shape [{string.Join(", ", dimensions.ToArray())}].", nameof(dimensions));
        }
        Tensor made = Op.Empty.Call(dimensions, source);
        data.CopyTo(new Span<T>((void*)made.DataPointer(), data.Length));
        bool elsewhere = target is { type: not DeviceType.CPU };
        if (elsewhere || (dtype is { } wanted && wanted != source))
        {
            Tensor converted = made.to(dtype ?? source, target ?? CPU);
            made.Dispose();
            made = converted;
        }
        return Finished(made, requires_grad);
    }

    private static Tensor FromArray<T>(Array array, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        long[] dimensions = [.. Enumerable.Range(0, array.Rank).Select(array.GetLongLength)];
        ref T first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array));
        return FromData<T>(MemoryMarshal.CreateReadOnlySpan(ref first, array.Length), dimensions, dtype, device, requires_grad, names);
    }
}
