using System.CommandLine;
using FaeRealtime.Data.Loading;
using FaeRealtime.Evaluation.Ablations;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Data;
using FaeRealtime.Host.Content;

namespace FaeRealtime.Host.Commands.Ablate;

/// <summary>The options that every ablation takes.</summary>
internal sealed class AblateArguments
{
    private readonly Option<string> _data = new("--data") { Description = "Pictures with classes: a folder made by 'fae data', class folders or tar shards.", Required = true };
    private readonly Option<string> _folder = new("--out") { Description = "Folder of runs and report; tables that share it share runs.", Required = true };
    private readonly Option<string> _encoder = new("--encoder") { Description = "Official weights of the recipe's frozen ViT.", Required = true };
    private readonly Option<string?> _recipe = new("--recipe") { Description = "Base recipe, a file or a name in the content folder, whose stages Ia and III are trained (default: ablation)." };
    private readonly Option<int> _seeds = new("--seeds") { Description = "Runs of each variant.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _pictures = new("--pictures") { Description = "Training pictures; a quarter as many are held out.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int?> _autoencoderSteps = new("--steps-autoencoder") { Description = "Steps of stage Ia instead of the recipe's." };
    private readonly Option<int?> _generatorSteps = new("--steps-generator") { Description = "Steps of stage III instead of the recipe's." };
    private readonly Option<int> _samples = new("--samples") { Description = "Samples whose features are compared with real ones.", DefaultValueFactory = _ => 400 };
    private readonly Option<int> _samplingSteps = new("--sampling-steps") { Description = "Euler steps of each.", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; networks this small gain nothing from a second.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<bool> _allowLoss = AccountReport.AllowLoss();
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _data, _folder, _encoder, _recipe, _seeds, _pictures, _autoencoderSteps, _generatorSteps, _samples, _samplingSteps, _threads, _device, _allowLoss, _json })
        {
            command.Options.Add(option);
        }
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public int Threads(ParseResult parsed) => parsed.GetValue(_threads);

    public AblationOptions Options(ParseResult parsed) =>
        new(ContentFolder.RecipePath(parsed.GetValue(_recipe) ?? "ablation"), parsed.GetRequiredValue(_data), parsed.GetRequiredValue(_folder))
        {
            EncoderPath = parsed.GetRequiredValue(_encoder),
            Seeds = parsed.GetValue(_seeds),
            Images = parsed.GetValue(_pictures),
            AutoencoderSteps = parsed.GetValue(_autoencoderSteps),
            GeneratorSteps = parsed.GetValue(_generatorSteps),
            Samples = parsed.GetValue(_samples),
            SamplingSteps = parsed.GetValue(_samplingSteps),
            Device = TorchDevice.Parse(parsed.GetValue(_device)!),
            Loading = new DataOptions { AllowLoss = parsed.GetValue(_allowLoss) },
        };
}
