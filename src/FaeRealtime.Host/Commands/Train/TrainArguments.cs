using System.CommandLine;
using System.Globalization;
using FaeRealtime.Host.Running;
using FaeRealtime.Training.Data.Loading;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Host.Verbs;

/// <summary>The options that every training verb takes.</summary>
internal sealed class TrainArguments
{
    private const double LongestTimeout = 10_000;

    private readonly Option<string> recipe = new("--recipe") { Description = "Recipe (strict JSON), for instance content/recipes/emoji.json.", Required = true };
    private readonly Option<string> data = new("--data") { Description = "A folder made by 'fae data emoji', a folder of pictures with classes, or a folder of tar shards.", Required = true };
    private readonly Option<string> folder = new("--out") { Description = "Run folder: the model, state, log and sheets.", Required = true };
    private readonly Option<string?> encoder = new("--encoder") { Description = "Official weights of the frozen ViT (safetensors, timm or DINOv2 keys)." };
    private readonly Option<string?> perceptual = new("--perceptual") { Description = "SqueezeNet 1.1, AlexNet or VGG16 (torchvision keys); for ib and ii." };
    private readonly Option<string?> heads = new("--perceptual-heads") { Description = "LPIPS v0.1's learned heads for that net; without, all channels weigh the same." };
    private readonly Option<string?> discriminator = new("--discriminator") { Description = "DINO ViT (timm or DINO keys) for a recipe whose adversary is 'dino'." };
    private readonly Option<bool> resume = new("--resume") { Description = "Go on from the saved state." };
    private readonly Option<bool> best = new("--best") { Description = "Go on from the state that was best on held-out pictures; later ones are dropped." };
    private readonly Option<string> device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<int?> steps = new("--steps") { Description = "Replaces every stage's steps." };
    private readonly Option<int?> threads = new("--threads") { Description = "CPU threads of libtorch." };
    private readonly Option<int?> memory = new("--data-memory") { Description = "Mebibytes for decoded pictures, and again for features; what does not fit is decoded ahead and computed batch by batch (2048)." };
    private readonly Option<int?> workers = new("--workers") { Description = "Threads that decode pictures; one a core unless given." };
    private readonly Option<ulong?> seed = new("--seed") { Description = "Replaces the recipe's seed." };

    private readonly Option<double?> rankTimeout = new("--rank-timeout") { Description = "Minutes that the processes of a run (mpirun -n N ./fae train …) wait for the slowest; 30." };

    public void AddTo(Command command)
    {
        steps.Validators.Add(result => AtLeastOne(result, "--steps"));
        threads.Validators.Add(result => AtLeastOne(result, "--threads"));
        memory.Validators.Add(result => AtLeastOne(result, "--data-memory"));
        workers.Validators.Add(result => AtLeastOne(result, "--workers"));
        rankTimeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (> 0 and <= LongestTimeout)))
            {
                result.AddError($"--rank-timeout must be above 0, at most {LongestTimeout} minutes.");
            }
        });
        foreach (var option in new Option[] { recipe, data, folder, encoder, perceptual, heads, discriminator, resume, best, device, steps, threads, memory, workers, seed, rankTimeout })
        {
            command.Options.Add(option);
        }
    }

    public int? Threads(ParseResult parsed) => parsed.GetValue(threads);

    public TrainingOptions Options(ParseResult parsed)
    {
        var ranks = RankPlace.FromEnvironment(Environment.GetEnvironmentVariable);
        var options = new TrainingOptions(parsed.GetRequiredValue(recipe), parsed.GetRequiredValue(data), parsed.GetRequiredValue(folder))
        {
            EncoderPath = parsed.GetValue(encoder),
            PerceptualPath = parsed.GetValue(perceptual),
            PerceptualHeadsPath = parsed.GetValue(heads),
            DiscriminatorPath = parsed.GetValue(discriminator),
            Resume = parsed.GetValue(resume) || parsed.GetValue(best),
            FromBest = parsed.GetValue(best),
            Loading = Loading(parsed),
            Device = TorchDevice.Parse(DeviceName(parsed.GetRequiredValue(device), ranks)),
            Overrides = new RecipeOverrides(parsed.GetValue(steps), parsed.GetValue(seed)),
            Ranks = ranks,
        };
        return parsed.GetValue(rankTimeout) is { } minutes ? options with { RankTimeout = TimeSpan.FromMinutes(minutes) } : options;
    }

    // Every process of a machine takes a device of its own.
    private static string DeviceName(string name, RankPlace? ranks) =>
        name == "cuda" && ranks is not null ? string.Create(CultureInfo.InvariantCulture, $"cuda:{ranks.LocalRank}") : name;

    private DataOptions Loading(ParseResult parsed)
    {
        var loading = new DataOptions { Workers = parsed.GetValue(workers) };
        return parsed.GetValue(memory) is { } mebibytes ? loading with { MemoryMebibytes = mebibytes } : loading;
    }

    private static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.GetValueOrDefault<int?>() is < 1)
        {
            result.AddError($"{name} must be 1 or more.");
        }
    }
}
