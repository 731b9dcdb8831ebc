using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Losses;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>The training loss of a golden case of SiT or LightningDiT, and every parameter's gradient. LightningDiT's cases name a cosine term and train on it too.</summary>
internal static class OfficialLoss
{
    /// <summary>Compares <c>loss.*</c> and the gradients, where the case has them. x0 is noise and x1 data there, t the official time.</summary>
    public static void Compare(GoldenCase golden, LightningDiT generator)
    {
        if (!golden.Has("loss.x0"))
        {
            return;
        }

        using var scope = NewDisposeScope();
        var cosine = golden.Has("loss.cos_per_sample");
        var config = generator.Config;
        var loss = new FlowLoss(new FlowObjective(config.Path, config.Prediction, LossWeight.None, config.Time), cosine ? 1 : 0);
        var labels = golden.Input("loss.y");
        var times = golden.Input("loss.t").cpu().data<float>().ToArray().Select(t => 1 - (double)t).ToArray();
        var terms = loss.Terms((x, t) => generator.forward(x, t, labels), golden.Input("loss.x1"), golden.Input("loss.x0"), times);
        var total = loss.Mean(terms);
        golden.Compare("loss.xt", terms.Between);
        golden.Compare("loss.ut", terms.Target);
        golden.Compare("loss.pred", terms.Output);
        golden.Compare("loss.per_sample", terms.Squared);
        golden.Compare("loss.mean", total);
        golden.Compare("loss.mse_per_sample", terms.Squared);
        golden.Compare("loss.total", total);
        if (cosine)
        {
            golden.Compare("loss.cos_per_sample", terms.Cosine());
        }

        total.backward();
        var parameters = generator.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        foreach (var name in golden.GradientNames.Where(parameters.ContainsKey).ToList())
        {
            golden.CompareGradient(name, parameters[name].grad);
        }
    }
}
