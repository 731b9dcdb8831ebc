using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Optimisation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Primitives;

/// <summary>An optimiser as a case's config writes it: «lr 1e-2 betas .9 .999 eps 1e-8 wd .05», «lr .1 momentum .9 nesterov». The name begins with the kind.</summary>
internal sealed record OptimiserSettings(string Kind)
{
    public double LearningRate { get; private init; } = double.NaN;

    public (double First, double Second) Betas { get; private init; } = (0.9, 0.999);

    public double Epsilon { get; private init; } = 1e-8;

    public double WeightDecay { get; private init; }

    public double Momentum { get; private init; }

    public double Dampening { get; private init; }

    public bool Nesterov { get; private init; }

    /// <summary>Reads a description.</summary>
    /// <exception cref="ConfigException">It names a kind or a setting that this program does not know.</exception>
    public static OptimiserSettings Parse(string name, string text)
    {
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var settings = new OptimiserSettings(name.Split('_')[0]);
        while (words.TryDequeue(out var word))
        {
            settings = word switch
            {
                "lr" => settings with { LearningRate = Number(words, text) },
                "betas" => settings with { Betas = (Number(words, text), Number(words, text)) },
                "eps" => settings with { Epsilon = Number(words, text) },
                "wd" => settings with { WeightDecay = Number(words, text) },
                "momentum" => settings with { Momentum = Number(words, text) },
                "dampening" => settings with { Dampening = Number(words, text) },
                "nesterov" => settings with { Nesterov = true },

                // How each kind decays anyway.
                "(coupled)" when settings.Kind != "adamw" => settings,
                "(decoupled)" when settings.Kind == "adamw" => settings,
                _ => throw new ConfigException($"The optimiser '{text}' has a '{word}', which this program does not know."),
            };
        }

        return settings;
    }

    /// <summary>The optimiser, the trainer's own for AdamW, and its step at a learning rate; the caller disposes.</summary>
    /// <exception cref="ConfigException">There is none of this kind.</exception>
    public (IDisposable Optimiser, Action<double> Step) Create(IEnumerable<Parameter> parameters)
    {
        if (Kind == "adamw")
        {
            var adam = new FusedAdamW(parameters, Betas.First, Betas.Second, WeightDecay, Epsilon);
            return (adam, adam.Step);
        }

        optim.Optimizer optimiser = Kind switch
        {
            "adam" => optim.Adam(parameters, LearningRate, Betas.First, Betas.Second, Epsilon, WeightDecay),
            "sgd" => optim.SGD(parameters, LearningRate, Momentum, Dampening, WeightDecay, Nesterov),
            _ => throw new ConfigException($"There is no optimiser '{Kind}': adamw, adam and sgd are known."),
        };
        return (optimiser, rate =>
        {
            foreach (var group in optimiser.ParamGroups)
            {
                group.LearningRate = rate;
            }

            optimiser.step();
        });
    }

    private static double Number(Queue<string> words, string text) =>
        words.TryDequeue(out var word) && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ConfigException($"The optimiser '{text}' has '{word}' where a number is expected.");
}
