using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with decoupled weight decay.</summary>
/// <remarks>
/// Loshchilov &amp; Hutter 2019, arXiv:1711.05101, algorithm 2. The published default of weight_decay is 0 where PyTorch has 0.01: pass it.
/// </remarks>
public partial class AdamW : OptimizerHelper, optim.IBetas
{
    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08,
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
        foreach (ParamGroup group in parameters)
        {
            add_param_group(group);
        }
    }

    /// <summary>Read from the defaults; setting reaches every group.</summary>
    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set
        {
            ((Options)_defaults).SetBetas(value);
            foreach (Modules.ParamGroup group in _parameter_groups)
            {
                ((Options)group.Options).SetBetas(value);
            }
        }
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        Options options = (Options)(param_group.Options ??= new Options());
        options.TakeMissingFrom((Options)_defaults);
        base.add_param_group(param_group);
        AddStates(param_group, parameter => new State(parameter));
    }

    public override Tensor step(Func<Tensor> closure = null!) => _step<ParamGroup>(Update, closure);

    private void Update(ParamGroup group)
    {
        using DisposeScope scope = NewDisposeScope();
        List<(Parameter Parameter, Tensor Gradient, State State)> rest = [];
        foreach (Parameter parameter in group.Parameters)
        {
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            State state = (State)States[parameter.Handle];
            state.step++;
            if (!FusedAdamW.TryApply(new AdamWUpdate(group.Options, state.step), parameter, gradient, state))
            {
                rest.Add((parameter, gradient, state));
            }
        }

        foreach (var alike in rest.GroupBy(entry => entry.State.step))
        {
            new AdamWUpdate(group.Options, alike.Key).Apply(
                [.. alike.Select(entry => entry.Parameter)],
                [.. alike.Select(entry => entry.Gradient)],
                [.. alike.Select(entry => entry.State)]);
        }
    }
}
