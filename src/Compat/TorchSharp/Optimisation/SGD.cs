using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent with momentum; weight decay is added to the gradient.</summary>
/// <remarks>The momentum starts as the first gradient, without dampening, as PyTorch's.</remarks>
public partial class SGD : OptimizerHelper, optim.IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0,
        double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        CheckRange(lr, lr >= 0, nameof(lr));
        CheckRange(momentum, momentum >= 0, nameof(momentum));
        CheckRange(weight_decay, weight_decay >= 0, nameof(weight_decay));
        if (nesterov && (momentum <= 0 || dampening != 0))
        {
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        }

        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };
        add_param_group(new ParamGroup<Options>(parameters, new Options()));
    }

    /// <summary>Read from the defaults; setting reaches every group.</summary>
    public double Momentum
    {
        get => ((Options)_defaults).momentum!.Value;
        set
        {
            foreach (Options options in _parameter_groups.Select(group => group.Options).Append(_defaults))
            {
                options.momentum = value;
            }
        }
    }

    public override void add_param_group(ParamGroup param_group)
    {
        Options options = (Options)(param_group.Options ??= new Options());
        options.TakeMissingFrom((Options)_defaults);
        base.add_param_group(param_group);
        AddStates(param_group, parameter => new State(parameter));
    }

    public override Tensor step(Func<Tensor> closure = null!) => _step<ParamGroup<Options>>(Update, closure);

    private void Update(ParamGroup<Options> group)
    {
        foreach (Parameter parameter in group.Parameters)
        {
            using DisposeScope scope = NewDisposeScope();
            if (parameter.grad is { } gradient)
            {
                Tensor direction = Direction(parameter, gradient, (State)States[parameter.Handle], group.Options);
                double rate = group.LearningRate;
                parameter.add_(direction, group.Options.maximize == true ? rate : -rate);
            }
        }
    }

    private static Tensor Direction(Parameter parameter, Tensor gradient, State state, Options options)
    {
        Tensor slope = options.weight_decay is > 0 and { } decay ? gradient.add(parameter, alpha: decay) : gradient;
        if (options.momentum is not > 0)
        {
            return slope;
        }

        double momentum = options.momentum.Value;
        if (state.momentum_buffer is null)
        {
            state.momentum_buffer = slope.clone().DetachFromDisposeScope();
        }
        else
        {
            state.momentum_buffer.mul_((Scalar)momentum).add_(slope, alpha: 1 - options.dampening!.Value);
        }

        return options.nesterov == true ? slope.add(state.momentum_buffer, alpha: momentum) : state.momentum_buffer;
    }
}
