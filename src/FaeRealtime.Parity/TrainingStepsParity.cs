using System.Globalization;
using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Generators;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of willisma/SiT's training: steps on given data with this program's loss, clipping, AdamW and averaging.</summary>
internal static class TrainingStepsParity
{
    // Of the way that the weights went: Adam makes rounding of gradients near zero large.
    private const double WayShare = 2e-2;

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var module = new TrainedModule("generator", OfficialGenerator.Load(golden), OfficialGenerator.Create(golden));
        Train(golden, module);
        CompareWay(golden, "final_weights", module.Trained, options.ToleranceScale);
        CompareWay(golden, "final_ema", module.Averaged!, options.ToleranceScale);
        return golden.Finish();
    }

    private static void Train(GoldenCase golden, TrainedModule module)
    {
        using var scope = NewDisposeScope();
        var recipe = golden.Member("optimizer");
        using var optimiser = Optimiser(golden, recipe, module.Trained.parameters());
        var clip = recipe.GetProperty("clip_grad_norm");
        var update = new OptimisationStep(optimiser.Step, [module], clip.ValueKind == JsonValueKind.Null ? null : clip.GetDouble());
        var (rate, decay) = (recipe.GetProperty("lr").GetDouble(), recipe.GetProperty("ema_decay").GetDouble());
        var (data, noise, times, labels) = (golden.Input("x1"), golden.Input("x0"), golden.Input("t"), golden.Input("y"));
        var network = ((LightningDiT)module.Trained).Config;
        var flow = new FlowLoss(new FlowObjective(network.Path, network.Prediction, LossWeight.None, network.Time));
        var (losses, norms) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < recipe.GetProperty("steps").GetInt32(); i++)
        {
            using var step = NewDisposeScope();

            var t = times.select(0, i).cpu().data<float>().ToArray().Select(time => 1 - (double)time).ToArray();
            var loss = flow.Mean((LightningDiT)module.Trained, data.select(0, i), noise.select(0, i), t, new GeneratorInputs { Labels = labels.select(0, i) });
            update.Accumulate(loss);
            norms.Add(update.Move(loss, rate, decay).Norm.MoveToOuterDisposeScope());
            losses.Add(loss.detach().MoveToOuterDisposeScope());
        }

        golden.Compare("loss", stack(losses), ParityRule.Element); // [steps]
        golden.Compare("grad_norm_before_clip", stack(norms), ParityRule.Element); // [steps]
    }

    private static FusedAdamW Optimiser(GoldenCase golden, JsonElement recipe, IEnumerable<Parameter> parameters)
    {
        var name = recipe.GetProperty("name").GetString();
        if (name != "AdamW")
        {
            throw new ConfigException($"'{golden.Directory}' trains with '{name}'; training cases of this program know AdamW.");
        }

        var betas = recipe.GetProperty("betas");
        return new FusedAdamW(
            parameters,
            betas[0].GetDouble(),
            betas[1].GetDouble(),
            recipe.GetProperty("weight_decay").GetDouble(),
            recipe.GetProperty("eps").GetDouble());
    }

    // ‖ours − expected‖ / ‖expected − initial‖ over all tensors of the file together.
    private static void CompareWay(GoldenCase golden, string file, nn.Module network, double scale)
    {
        using var expected = SafetensorsReader.Open(Path.Combine(golden.Directory, $"{file}.safetensors"));
        using var initial = SafetensorsReader.Open(golden.WeightsPath);
        var state = network.state_dict();
        double worst = 0, difference = 0, way = 0;
        foreach (var name in expected.Entries.Keys)
        {
            if (!state.TryGetValue(name, out var tensor) || !expected.Entry(name).Shape.SequenceEqual(tensor.shape))
            {
                golden.Fail($"{file} {name}", "the network has no tensor of this name and shape");
                continue;
            }

            using var scope = NewDisposeScope();
            var ours = tensor.detach().cpu().contiguous().data<float>().ToArray();
            var (theirs, start) = (expected.ReadSingle(name), initial.ReadSingle(name));
            for (var i = 0; i < ours.Length; i++)
            {
                var d = Math.Abs((double)ours[i] - theirs[i]);
                worst = double.IsNaN(d) ? double.NaN : Math.Max(worst, d);
                difference += d * d;
                way += Math.Pow((double)theirs[i] - start[i], 2);
            }
        }

        foreach (var name in network.named_parameters().Select(entry => entry.name).Where(name => !expected.Entries.ContainsKey(name)))
        {
            golden.Fail($"{file} {name}", "the file lacks this parameter");
        }

        var (share, limit) = (Math.Sqrt(difference / way), WayShare * scale);
        golden.Add(new ParityRow(file, worst, share, string.Create(CultureInfo.InvariantCulture, $"{limit:0.#e0} of the way"), share <= limit, "relative to how far the weights went"));
    }
}
