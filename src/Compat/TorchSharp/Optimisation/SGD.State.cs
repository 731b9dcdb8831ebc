using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class SGD
{
    /// <summary>The momentum of one parameter; null before the first step.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor momentum_buffer;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options) => momentum_buffer = null!;

        /// <summary>Copies the values; the tensor stays this state's own.</summary>
        public override void LoadStateDict(OptimizerState source)
        {
            State other = (State)source;
            if (ReferenceEquals(other, this))
            {
                return;
            }

            using IDisposable guard = no_grad();
            momentum_buffer?.Dispose();
            momentum_buffer = other.momentum_buffer?.clone().DetachFromDisposeScope()!;
        }

        public override void to(Device device) => momentum_buffer = Moved(momentum_buffer, device);

        public void Dispose() => momentum_buffer?.Dispose();
    }
}
