using System.CommandLine;
using System.Globalization;
using FaeRealtime.Data.Loading;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Training;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Host.Commands.Train;

/// <summary>The options that every training command takes.</summary>
internal sealed class TrainArguments
{
    private const double LongestTimeout = 10_000;

    private readonly Option<string> _recipe = new("--recipe") { Description = "Recipe: a file (strict JSON), or a name in the content folder such as emoji or micro.", Required = true };
    private readonly Option<string> _data = new("--data") { Description = "A folder made by 'fae data emoji', a folder of pictures with classes, or a folder of tar shards.", Required = true };
    private readonly Option<string> _folder = new("--out") { Description = "Run folder: the model, state, log and sample grids.", Required = true };
    private readonly Option<string?> _encoder = new("--encoder") { Description = "Official weights of the frozen ViT (safetensors, timm or DINOv2 keys)." };
    private readonly Option<string?> _perceptual = new("--perceptual") { Description = "SqueezeNet 1.1, AlexNet or VGG16 (torchvision keys); for ib and ii." };
    private readonly Option<string?> _heads = new("--perceptual-heads") { Description = "LPIPS v0.1's learned heads for that net; without, all channels weigh the same." };
    private readonly Option<string?> _discriminator = new("--discriminator") { Description = "DINO ViT (timm or DINO keys) for a recipe whose discriminator ('adversary') is 'dino'." };
    private readonly Option<string?> _textEncoder = new("--text-encoder") { Description = "Folder with all-MiniLM-L6-v2's model.onnx and vocab.txt, for a recipe with words, which ./fae setup brings; or one that is called as its encoder is, such as flan-t5-xl or siglip2-base-patch16-256." };
    private readonly Option<string?> _begin = new("--begin") { Description = "Generator weights that stage iii begins with instead of random ones; what they lack, such as words, is drawn." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the saved state." };
    private readonly Option<bool> _best = new("--best") { Description = "Go on from the state that was best on held-out pictures; later ones are dropped." };
    private readonly Option<string> _device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<int?> _steps = new("--steps") { Description = "Replaces every stage's steps." };
    private readonly Option<int?> _threads = new("--threads") { Description = "CPU threads of libtorch." };
    private readonly Option<int?> _memory = new("--data-memory") { Description = "Mebibytes for decoded pictures, and again for features; what does not fit is decoded ahead and computed batch by batch (2048)." };
    private readonly Option<int?> _workers = new("--workers") { Description = "Threads that decode pictures; one a core unless given." };
    private readonly Option<bool> _allowLoss = new("--allow-loss") { Description = "Train although the data set loses more than 1 % of its pictures, labels or all captions." };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Replaces the recipe's seed." };
    private readonly Option<string[]> _set = new("--set") { Description = "Replaces one member of the recipe, such as iii.optimisation.learningRate=5e-4; may be given again. The run's recipe.json has it.", HelpName = "PATH=VALUE", DefaultValueFactory = _ => [] };

    private readonly Option<double?> _rankTimeout = new("--rank-timeout") { Description = "Minutes that the processes of a run (mpirun -n N ./fae train …) wait for the slowest; 30." };

    private readonly Option<bool> _estimate = new("--estimate") { Description = "Only time a few steps and print time, memory and disk of the whole run; nothing is written into --out." };
    private readonly Option<bool> _json = new("--json") { Description = "With --estimate: print JSON." };

    /// <summary>Whether the command can also estimate.</summary>
    public bool HasEstimate { get; init; }

    public void AddTo(Command command)
    {
        _steps.Validators.Add(result => AtLeastOne(result, "--steps"));
        _threads.Validators.Add(result => AtLeastOne(result, "--threads"));
        _memory.Validators.Add(result => AtLeastOne(result, "--data-memory"));
        _workers.Validators.Add(result => AtLeastOne(result, "--workers"));
        _rankTimeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (> 0 and <= LongestTimeout)))
            {
                result.AddError($"--rank-timeout must be above 0, at most {LongestTimeout} minutes.");
            }
        });
        command.Validators.Add(result =>
        {
            if (HasEstimate && result.GetValue(_json) && !result.GetValue(_estimate))
            {
                result.AddError("--json prints an estimate: give --estimate too.");
            }
        });
        foreach (var option in (Option[])[_recipe, _data, _folder, _encoder, _perceptual, _heads, _discriminator, _textEncoder, _begin, _resume, _best, _device, _steps, _threads, _memory, _workers, _allowLoss, _seed, _set, _rankTimeout, .. HasEstimate ? new Option[] { _estimate, _json } : []])
        {
            command.Options.Add(option);
        }
    }

    public bool Estimates(ParseResult parsed) => parsed.GetValue(_estimate);

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public int? Threads(ParseResult parsed) => parsed.GetValue(_threads);

    public TrainingOptions Options(ParseResult parsed)
    {
        var ranks = RankPlace.FromEnvironment(Environment.GetEnvironmentVariable);
        var options = new TrainingOptions(ContentFolder.RecipePath(parsed.GetRequiredValue(_recipe)), parsed.GetRequiredValue(_data), parsed.GetRequiredValue(_folder))
        {
            EncoderPath = parsed.GetValue(_encoder),
            PerceptualPath = parsed.GetValue(_perceptual),
            PerceptualHeadsPath = parsed.GetValue(_heads),
            DiscriminatorPath = parsed.GetValue(_discriminator),
            PhraseEncoder = TextEncoderFile.Find(parsed.GetValue(_textEncoder)),
            InitialGeneratorPath = parsed.GetValue(_begin),
            Resume = parsed.GetValue(_resume) || parsed.GetValue(_best),
            FromBest = parsed.GetValue(_best),
            Loading = Loading(parsed),
            Device = TorchDevice.Parse(DeviceName(parsed.GetRequiredValue(_device), ranks)),
            Overrides = new RecipeOverrides(parsed.GetValue(_steps), parsed.GetValue(_seed), parsed.GetValue(_set)),
            Ranks = ranks,
        };
        return parsed.GetValue(_rankTimeout) is { } minutes ? options with { RankTimeout = TimeSpan.FromMinutes(minutes) } : options;
    }

    // Every process of a machine takes a device of its own.
    private static string DeviceName(string name, RankPlace? ranks) =>
        name == "cuda" && ranks is not null ? string.Create(CultureInfo.InvariantCulture, $"cuda:{ranks.LocalRank}") : name;

    private DataOptions Loading(ParseResult parsed)
    {
        var loading = new DataOptions { Workers = parsed.GetValue(_workers), AllowLoss = parsed.GetValue(_allowLoss) };
        return parsed.GetValue(_memory) is { } mebibytes ? loading with { MemoryMebibytes = mebibytes } : loading;
    }

    private static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.GetValueOrDefault<int?>() is < 1)
        {
            result.AddError($"{name} must be 1 or more.");
        }
    }
}
