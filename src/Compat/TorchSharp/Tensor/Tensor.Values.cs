using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp.Dispatch;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The memory itself, of a contiguous tensor of the processor.</summary>
        public Span<byte> bytes
        {
            get
            {
                RequireHostMemory();
                return is_contiguous()
                    ? new Span<byte>((void*)DataPointer(), checked((int)(NumberOfElements * ElementSize)))
                    : throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            }
            set
            {
                Span<byte> target = bytes;
                if (value.Length != target.Length)
                {
                    throw new ArgumentException($"{value.Length} bytes do not fill the tensor's {target.Length}.", nameof(value));
                }
                value.CopyTo(target);
            }
        }

        /// <summary>The elements as <typeparamref name="T"/>, in row-major order whatever the strides.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ElementType.Require<T>(dtype);
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? alias() : cpu());
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException($"Number of elements in the tensor must be 1, is {NumberOfElements.ToString(CultureInfo.InvariantCulture)}.");
            }
            ElementType.Require<T>(dtype);
            if (device_type == DeviceType.CPU)
            {
                T value = Unsafe.ReadUnaligned<T>((void*)DataPointer());
                GC.KeepAlive(this);
                return value;
            }
            using Tensor host = cpu();
            return Unsafe.ReadUnaligned<T>((void*)host.DataPointer());
        }

        public Scalar ToScalar() => Scalar.From(Op.Item.CallValue(this));

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);

        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);

        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        public T ReadCpuValue<T>(long i) where T : unmanaged
        {
            RequireHostMemory();
            ElementType.Require<T>(dtype);
            if (i < 0 || i >= NumberOfElements)
            {
                throw new ArgumentOutOfRangeException(nameof(i), i, $"The tensor has {NumberOfElements} elements.");
            }
            T value = ((T*)DataPointer())[i];
            GC.KeepAlive(this);
            return value;
        }

        public override string ToString()
            => IsInvalid ? "[invalid]" : string.Create(CultureInfo.InvariantCulture, $"[{string.Join('x', shape)}], type = {dtype}, device = {device}");

        internal static long Product(ReadOnlySpan<long> dimensions)
        {
            long product = 1;
            foreach (long dimension in dimensions)
            {
                product *= dimension;
            }
            return product;
        }

        private void RequireHostMemory()
        {
            if (device_type != DeviceType.CPU)
            {
                throw new InvalidOperationException($"Reading the memory of a tensor on {device}: copy it with cpu() first.");
            }
        }

        private static partial class Op
        {
            internal static readonly Operator Item = Operator.Get("aten::item");
        }
    }
}
