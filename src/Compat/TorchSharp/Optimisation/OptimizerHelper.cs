using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class OptimizerHelper : optim.Optimizer
{
    private protected readonly Dictionary<nint, OptimizerState> States = [];

    protected OptimizerOptions _defaults;

    public OptimizerHelper()
    {
    }

    public override IEnumerable<Parameter> parameters() => base.parameters();

    public override void zero_grad() => base.zero_grad();

    public override void add_param_group(ParamGroup param_group)
    {
        param_group.Options.LearningRate ??= _defaults.LearningRate;
        param_group.InitialLearningRate = param_group.LearningRate;
        base.add_param_group(param_group);
    }

    public virtual optim.Optimizer.StateDictionary state_dict()
    {
        StateDictionary dictionary = new();
        foreach (ParamGroup group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options);
            List<int> places = [];
            foreach (Parameter parameter in group.Parameters)
            {
                if (States.TryGetValue(parameter.Handle, out OptimizerState? state))
                {
                    places.Add(dictionary.State.Count);
                    dictionary.State.Add(state);
                }
            }

            dictionary.StateIndexRef.Add(places);
        }

        return dictionary;
    }

    /// <summary>Copies options and states in.</summary>
    /// <exception cref="ArgumentException">Another number of groups or parameters.</exception>
    public virtual void load_state_dict(optim.Optimizer.StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
        {
            throw new ArgumentException(
                $"The state dictionary holds {state_dict.Options.Count} groups and {state_dict.State.Count} parameters, "
                + $"the optimizer {own.Options.Count} and {own.State.Count}.");
        }

        for (int i = 0; i < own.Options.Count; i++)
        {
            own.Options[i].LoadStateDict(state_dict.Options[i]);
        }

        for (int i = 0; i < own.State.Count; i++)
        {
            own.State[i].LoadStateDict(state_dict.State[i]);
        }
    }

    public void to(Device device)
    {
        foreach (OptimizerState state in States.Values)
        {
            state.to(device);
        }
    }

    /// <summary>Evaluates the closure, then runs <paramref name="body"/> on each group outside autograd.</summary>
    protected Tensor _step<T>(Action<T> body, Func<Tensor> loss_closure = null!)
        where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using IDisposable gradients = enable_grad();
            loss = loss_closure();
        }

        using IDisposable guard = no_grad();
        foreach (ParamGroup group in _parameter_groups)
        {
            body((T)group);
        }

        return loss!;
    }

    /// <summary>A fresh state for every parameter of a group.</summary>
    private protected void AddStates(ParamGroup group, Func<Parameter, OptimizerState> create)
    {
        foreach (Parameter parameter in group.Parameters)
        {
            OptimizerState state = create(parameter);
            States[parameter.Handle] = state;
            state.Initialize(group.Options);
        }
    }

    private protected static void CheckRange(double value, bool valid, string name)
    {
        if (!valid)
        {
            throw new ArgumentException($"Invalid {name}: {value}");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (OptimizerState state in States.Values)
            {
                (state as IDisposable)?.Dispose();
            }

            States.Clear();
            _parameter_groups.Clear();
        }

        base.Dispose(disposing);
    }
}
