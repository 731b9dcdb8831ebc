using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            TorchError.Check(TorchNative.fae_torch_generator_new(seed, (int)this.device.type, this.device.index, out handle));
        }

        private Generator(nint handle, Device device)
        {
            this.handle = handle;
            this.device = device;
        }

        ~Generator() => Free();

        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Generator invalid -- empty handle.");

        public Device device { get; }

        /// <summary>The processor's own generator, which every draw without one uses.</summary>
        public static Generator Default
        {
            get
            {
                TorchError.Check(TorchNative.fae_torch_generator_default((int)DeviceType.CPU, -1, out nint handle));
                return new Generator(handle, CPU);
            }
        }

        public Tensor get_state()
        {
            TorchError.Check(TorchNative.fae_torch_generator_state(Handle, out nint state));
            return new Tensor(state);
        }

        public void set_state(Tensor value) => TorchError.Check(TorchNative.fae_torch_generator_set_state(Handle, value.Handle));

        public Generator manual_seed(long seed)
        {
            TorchError.Check(TorchNative.fae_torch_generator_set_seed(Handle, unchecked((ulong)seed)));
            return this;
        }

        public long seed() => Seed(fresh: true);

        public long initial_seed() => Seed(fresh: false);

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private long Seed(bool fresh)
        {
            TorchError.Check(TorchNative.fae_torch_generator_seed(Handle, fresh ? 1 : 0, out ulong seed));
            return unchecked((long)seed);
        }

        private void Free()
        {
            nint owned = Interlocked.Exchange(ref handle, 0);
            if (owned != 0)
            {
                TorchNative.fae_torch_generator_free(owned);
            }
        }
    }
}
