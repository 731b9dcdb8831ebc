using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam; weight decay is added to the gradient (<see cref="AdamW"/> takes it from the weights).</summary>
/// <remarks>Kingma &amp; Ba 2015, arXiv:1412.6980, algorithm 1, in PyTorch's order of operations.</remarks>
public partial class Adam : OptimizerHelper, optim.IBetas
{
    public Adam(
        IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        CheckRange(lr, lr >= 0, nameof(lr));
        CheckRange(beta1, beta1 is >= 0 and < 1, nameof(beta1));
        CheckRange(beta2, beta2 is >= 0 and < 1, nameof(beta2));
        CheckRange(eps, eps >= 0, nameof(eps));
        CheckRange(weight_decay, weight_decay >= 0, nameof(weight_decay));
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        add_param_group(new ParamGroup<Options>(parameters, new Options()));
    }

    /// <summary>Read from the defaults; setting reaches every group.</summary>
    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set
        {
            foreach (Options options in _parameter_groups.Select(group => group.Options).Append(_defaults))
            {
                (options.beta1, options.beta2) = value;
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
                Update(parameter, gradient, (State)States[parameter.Handle], group.Options);
            }
        }
    }

    private static void Update(Parameter parameter, Tensor gradient, State state, Options options)
    {
        (double beta1, double beta2) = (options.beta1!.Value, options.beta2!.Value);
        Tensor slope = options.maximize == true ? -gradient : gradient;
        slope = options.weight_decay is > 0 and { } decay ? slope.add(parameter, alpha: decay) : slope;
        state.step++;
        state.exp_avg.mul_((Scalar)beta1).add_(slope, alpha: 1 - beta1);
        state.exp_avg_sq.mul_((Scalar)beta2).addcmul_(slope, slope, 1 - beta2);
        Tensor second = options.amsgrad == true ? state.max_exp_avg_sq.copy_(state.max_exp_avg_sq.maximum(state.exp_avg_sq)) : state.exp_avg_sq;
        Tensor root = (second.sqrt() / Math.Sqrt(1 - Math.Pow(beta2, state.step))) + options.eps!.Value;
        parameter.addcdiv_(state.exp_avg, root, -options.LearningRate!.Value / (1 - Math.Pow(beta1, state.step)));
    }
}
