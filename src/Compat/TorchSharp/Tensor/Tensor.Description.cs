using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long Dimensions => Describe().Dimensions;

        public long ndim => Describe().Dimensions;

        public long NumberOfElements => Describe().NumberOfElements;

        public long ElementSize => TorchNative.fae_torch_dtype_size(Describe().DType);

        public bool is_cuda => Describe().DeviceType == (int)DeviceType.CUDA;

        public bool is_meta => Describe().DeviceType == (int)DeviceType.META;

        public ScalarType dtype => (ScalarType)Describe().DType;

        public Device device
        {
            get
            {
                TensorDescription description = Describe();
                return new Device((DeviceType)description.DeviceType, description.DeviceIndex);
            }
        }

        public int device_index => Describe().DeviceIndex;

        public DeviceType device_type => (DeviceType)Describe().DeviceType;

        public long[] shape
        {
            get
            {
                long[] sizes = new long[Describe().Dimensions];
                fixed (long* target = sizes)
                {
                    TorchError.Check(TorchNative.fae_torch_tensor_layout(Handle, target, null));
                }
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long dim() => Describe().Dimensions;

        public long numel() => Describe().NumberOfElements;

        public long element_size() => ElementSize;

        public bool is_cpu() => Describe().DeviceType == (int)DeviceType.CPU;

        public bool is_contiguous() => Describe().IsContiguous != 0;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public long size(int dim) => shape[Wrap(dim)];

        public long[] size() => shape;

        public long[] stride()
        {
            long[] strides = new long[Describe().Dimensions];
            fixed (long* target = strides)
            {
                TorchError.Check(TorchNative.fae_torch_tensor_layout(Handle, null, target));
            }
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[Wrap(dim)];

        internal TensorDescription Describe()
        {
            TensorDescription description;
            TorchError.Check(TorchNative.fae_torch_tensor_describe(Handle, &description));
            GC.KeepAlive(this);
            return description;
        }

        internal nint DataPointer()
        {
            TorchError.Check(TorchNative.fae_torch_tensor_data(Handle, out nint data));
            return data;
        }

        private int Wrap(int dim)
        {
            int dimensions = (int)Dimensions;
            int wrapped = dim < 0 ? dim + dimensions : dim;
            return wrapped >= 0 && wrapped < dimensions
                ? wrapped
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {dimensions} dimensions.");
        }
    }
}
