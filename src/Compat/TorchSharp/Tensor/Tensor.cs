using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One owned reference to a libtorch tensor, registered with the dispose scope that it was made in.</summary>
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;

        private nint handle;

        internal Tensor(nint handle)
        {
            this.handle = handle;
            if (handle == 0)
            {
                GC.SuppressFinalize(this);
                return;
            }
            Count();
            OwningDisposeScope = DisposeScopeManager.Register(this);
        }

        ~Tensor() => Free();

        public bool IsInvalid => handle == 0;

        /// <summary>How many tensors are alive in the process.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The most that were ever alive at once.</summary>
        public static long PeakCount => Interlocked.Read(ref peakCount);

        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        internal DisposeScope? OwningDisposeScope { get; set; }

        public void Dispose()
        {
            OwningDisposeScope?.MarkAsDisposed(this);
            Free();
            GC.SuppressFinalize(this);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner)
            {
                owner.MoveToOther(other, this);
            }
            else
            {
                other?.Attach(this);
            }
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Hands the native reference to the caller: this object becomes invalid and leaves its scope.</summary>
        public nint DecoupleFromNativeHandle()
        {
            nint owned = Interlocked.Exchange(ref handle, 0);
            if (owned != 0)
            {
                OwningDisposeScope?.MarkAsDisposed(this);
                GC.SuppressFinalize(this);
                Interlocked.Decrement(ref totalCount);
            }
            return owned;
        }

        /// <summary>A new object over the same native tensor.</summary>
        public Tensor alias()
        {
            var shared = new Tensor(TorchNative.fae_torch_tensor_share(Handle));
            GC.KeepAlive(this);
            return shared;
        }

        private static void Count()
        {
            long now = Interlocked.Increment(ref totalCount);
            long peak = Interlocked.Read(ref peakCount);
            while (now > peak)
            {
                long seen = Interlocked.CompareExchange(ref peakCount, now, peak);
                if (seen == peak)
                {
                    break;
                }
                peak = seen;
            }
        }

        private void Free()
        {
            nint owned = Interlocked.Exchange(ref handle, 0);
            if (owned != 0)
            {
                TorchNative.fae_torch_tensor_free(owned);
                Interlocked.Decrement(ref totalCount);
            }
        }
    }
}
