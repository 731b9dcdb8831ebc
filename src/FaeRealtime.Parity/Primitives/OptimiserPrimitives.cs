using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Training.Optimisation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Optimisers, averaging and clipping on given gradients.</summary>
internal static class OptimiserPrimitives
{
    public static IReadOnlyList<Primitive> All { get; } =
    [
        new(@"opt\.(?<name>.+)\.params", (golden, match) => Steps(golden, match, module => module.Trained)),
        new($@"opt\.(?<name>.+)\.ema(?<decay>{Primitive.Number})", (golden, match) => Steps(golden, match, module => module.Averaged!)),
        new($@"(?<case>clip(?<norm>{Primitive.Number}))\.total_norm", (golden, match) => Clipped(golden, match).Norm),
        new($@"(?<case>clip(?<norm>{Primitive.Number}))\.clipped(?<index>\d+)", (golden, match) => Clipped(golden, match).Gradients[(int)Primitive.Whole(match, "index")]),
    ];

    // The gradient of Σ p·g is g.
    private static Tensor Steps(GoldenCase golden, Match match, Func<TrainedModule, nn.Module> observed)
    {
        var name = match.Groups["name"].Value;
        var text = golden.Member("opt").TryGetProperty(name, out var found) ? found.GetString()! : throw new ConfigException($"The config's 'opt' does not describe '{name}'.");
        var settings = OptimiserSettings.Parse(name, text);
        var (start, gradients) = (golden.Input($"opt.{name}.p0"), golden.Input($"opt.{name}.grads")); // […], [steps, …]
        using var trained = enable_grad();
        using var module = new TrainedModule(name, new SingleTensor(start), new SingleTensor(start));
        var (optimiser, descend) = settings.Create(module.Trained.parameters());
        using var owned = optimiser;
        var update = new OptimisationStep(descend, [module], clipNorm: null);
        var weights = module.Trained.parameters().Single();
        List<Tensor> states = [];
        for (var i = 0; i < gradients.size(0); i++)
        {
            var loss = (weights * gradients.select(0, i)).sum();
            update.Accumulate(loss);
            update.Move(loss, settings.LearningRate, Primitive.Real(match, "decay", 0));
            states.Add(observed(module).parameters().Single().detach().clone());
        }

        return stack(states); // [steps, …]
    }

    private static (Tensor Norm, IReadOnlyList<Tensor> Gradients) Clipped(GoldenCase golden, Match match)
    {
        var clip = match.Groups["case"].Value;
        List<Parameter> parameters = [];
        for (var i = 0; golden.Has($"{clip}.grad{i}"); i++)
        {
            var gradient = golden.Input($"{clip}.grad{i}");
            parameters.Add(new Parameter(zeros_like(gradient)) { grad = gradient });
        }

        var norm = GradientClip.Apply(parameters, Primitive.Real(match, "norm"));
        return (norm, [.. parameters.Select(parameter => parameter.grad!)]);
    }

    private sealed class SingleTensor : nn.Module
    {
        /// <param name="start">Its first value, of any shape. Borrowed.</param>
        public SingleTensor(Tensor start)
            : base(nameof(SingleTensor)) => register_parameter("weights", new Parameter(start.clone().DetachFromDisposeScope()));
    }
}
