using System.CommandLine;
using System.Globalization;
using FaeRealtime.Benchmarks.Onnx;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Torch;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Live;

/// <summary>A model folder's generator and decoders in the product's engines, in ONNX Runtime and, where it is, in PyTorch, in turns.</summary>
internal static class LiveBenchmark
{
    // Float32 in another order of operations.
    private const double LargestError = 1e-4;

    public static Command CreateCommand()
    {
        var model = new Option<string>("--model") { DefaultValueFactory = _ => Path.Combine("content", "default"), Description = "Model folder; ONNX Runtime's own operators and --python need a LightningDiT." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "CPU threads of all." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9, Description = "Turns of each." };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 20, Description = "Evaluations a turn." };
        var python = new Option<string?>("--python") { Description = "Beside them an interpreter with PyTorch and numpy, such as /usr/bin/python3 with Debian's python3-torch." };
        var modes = new Option<string[]>("--python-modes") { DefaultValueFactory = _ => ["eager", "frozen"], AllowMultipleArgumentsPerToken = true, Description = "eager, frozen (optimize_for_inference), compiled (PyTorch 2)." };
        var command = new Command("live", "Generator and decoders beside ONNX Runtime and PyTorch, on one model folder.") { model, threads, rounds, runs, python, modes };
        command.SetAction(parsed => Run(
            ModelFolder.Open(parsed.GetRequiredValue(model)), parsed.GetValue(threads), parsed.GetValue(rounds), parsed.GetValue(runs), parsed.GetValue(python), parsed.GetRequiredValue(modes)));
        return command;
    }

    private static int Run(ModelFolder folder, int threads, int rounds, int runs, string? python, string[] modes)
    {
        // The graph of fused operators, and PyTorch's networks, are written for one architecture.
        var isLightningDiT = folder.Config.Generator is LightningDiTConfig;
        if (python is not null && !isLightningDiT)
        {
            Console.Error.WriteLine($"'{folder.Config.Name}' is no LightningDiT, which is what PyTorch's network is written for. Give --model such a folder, for instance of the recipe faces-pooled, or leave --python out.");
            return 2;
        }

        var variant = folder.Choose(null);
        var file = Path.GetFileName(folder.PathOf(variant));
        var torchEngine = TorchFrameEngine.Open(new TorchEngineOptions(folder, torch.CPU) { Threads = threads });
        List<ILivePeer> peers =
        [
            new EnginePeer(torchEngine),
            new EnginePeer(CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = threads })),
            .. isLightningDiT ? [new OnnxPeer(folder, folder.PathOf(variant), threads)] : (IEnumerable<ILivePeer>)[],
            new GraphPeer(folder, variant, threads),
            .. (python is null ? [] : modes).Select(mode => new PythonPeer(python!, folder.Path, file, threads, mode, torchEngine.Info.LatentLength)),
        ];
        try
        {
            Console.WriteLine($"{folder.Config.Name}, {file}, {threads} threads; one picture, no guidance; milliseconds, median (least)");
            return Agree(peers, torchEngine.Info.LatentLength) ? Compare(peers, rounds, runs) : 2;
        }
        finally
        {
            peers.ForEach(peer => peer.Dispose());
        }
    }

    private static bool Agree(List<ILivePeer> peers, int values)
    {
        var latent = new float[values];
        PhiloxNoise.FillNormal(1, 0, 0, latent);
        var (velocity, picture) = peers[0].Check(latent);
        foreach (var peer in peers.Skip(1))
        {
            var (theirs, painted) = peer.Check(latent);
            var error = Math.Sqrt(velocity.Zip(theirs, (a, b) => Math.Pow(a - b, 2)).Sum() / velocity.Sum(value => Math.Pow(value, 2)));
            var levels = picture.Zip(painted, (a, b) => Math.Abs(a - b)).Max();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peer.Name} against {peers[0].Name}: velocity within {error:0.0e0}, picture within {levels} levels"));
            if (!(error < LargestError) || levels > 1)
            {
                Console.Error.WriteLine("They do not compute the same; nothing is timed.");
                return false;
            }
        }

        return true;
    }

    private static int Compare(List<ILivePeer> peers, int rounds, int runs)
    {
        var times = peers.Select(_ => (Generate: new List<double>(), Decode: new List<double>())).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (peer, (generate, decode)) in peers.Zip(times))
            {
                var (g, d) = (1000 * peer.Generate(runs) / runs, 1000 * peer.Decode(runs) / runs);
                if (round > 0)
                {
                    generate.Add(g);
                    decode.Add(d);
                }
            }
        }

        foreach (var (peer, (generate, decode)) in peers.Zip(times))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{peer.Name,-34} generate {Median(generate),6:0.00} ({generate.Min():0.00})  {Ratio(generate, times[0].Generate),5:0.00} of the first   decode {Median(decode),6:0.00} ({decode.Min():0.00})  {Ratio(decode, times[0].Decode),5:0.00}"));
        }

        return 0;
    }

    // Round by round, so that what slows both cancels.
    private static double Ratio(List<double> times, List<double> first) => Median([.. times.Zip(first, (a, b) => a / b)]);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
