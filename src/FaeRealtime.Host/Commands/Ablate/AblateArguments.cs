using System.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Running;
using FaeRealtime.Training.Ablations;

namespace FaeRealtime.Host.Verbs;

/// <summary>The options that every ablation takes.</summary>
internal sealed class AblateArguments
{
    private readonly Option<string> data = new("--data") { Description = "Pictures with classes: a folder made by 'fae data', class folders or tar shards.", Required = true };
    private readonly Option<string> folder = new("--out") { Description = "Folder of runs and report; tables that share it share runs.", Required = true };
    private readonly Option<string> encoder = new("--encoder") { Description = "Official weights of the recipe's frozen ViT.", Required = true };
    private readonly Option<string?> recipe = new("--recipe") { Description = "Base recipe, whose stages Ia and III are trained (default: recipes/ablation.json in the content folder)." };
    private readonly Option<int> seeds = new("--seeds") { Description = "Runs of each variant.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> pictures = new("--pictures") { Description = "Training pictures; a quarter as many are held out.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int?> autoencoderSteps = new("--steps-autoencoder") { Description = "Steps of stage Ia instead of the recipe's." };
    private readonly Option<int?> generatorSteps = new("--steps-generator") { Description = "Steps of stage III instead of the recipe's." };
    private readonly Option<int> samples = new("--samples") { Description = "Samples whose features are compared with real ones.", DefaultValueFactory = _ => 400 };
    private readonly Option<int> samplingSteps = new("--sampling-steps") { Description = "Euler steps of each.", DefaultValueFactory = _ => 20 };
    private readonly Option<int> threads = new("--threads") { Description = "CPU threads; networks this small gain nothing from a second.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<bool> json = new("--json") { Description = "Print JSON." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { data, folder, encoder, recipe, seeds, pictures, autoencoderSteps, generatorSteps, samples, samplingSteps, threads, device, json })
        {
            command.Options.Add(option);
        }
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(json);

    public int Threads(ParseResult parsed) => parsed.GetValue(threads);

    public AblationOptions Options(ParseResult parsed) =>
        new(parsed.GetValue(recipe) ?? ContentFolder.Recipe("ablation"), parsed.GetRequiredValue(data), parsed.GetRequiredValue(folder))
        {
            EncoderPath = parsed.GetRequiredValue(encoder),
            Seeds = parsed.GetValue(seeds),
            Pictures = parsed.GetValue(pictures),
            AutoencoderSteps = parsed.GetValue(autoencoderSteps),
            GeneratorSteps = parsed.GetValue(generatorSteps),
            Samples = parsed.GetValue(samples),
            SamplingSteps = parsed.GetValue(samplingSteps),
            Device = TorchDevice.Parse(parsed.GetValue(device)!),
        };
}
