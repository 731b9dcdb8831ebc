using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>Pictures a second of stage III beside the same network in PyTorch eager.</summary>
internal static class TrainingBenchmark
{
    public static Command CreateCommand()
    {
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "CPU threads of both." };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 32, Description = "Pictures a step." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Turns of each." };
        var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 5, Description = "Steps a turn." };
        var python = new Option<string>("--python") { DefaultValueFactory = _ => "/usr/bin/python3", Description = "An interpreter with PyTorch." };
        var command = new Command("training", "Stage III beside PyTorch eager.") { threads, batch, rounds, steps, python };
        command.SetAction(parsed => Run(parsed.GetValue(threads), parsed.GetValue(batch), parsed.GetValue(rounds), parsed.GetValue(steps), parsed.GetRequiredValue(python)));
        return command;
    }

    private static int Run(int threads, int batch, int rounds, int steps, string python)
    {
        torch.set_num_threads(threads);
        var model = ArchitectureCatalogue.Model("tiny").Config;
        var (generator, latent) = ((LightningDiTConfig)model.Generator, model.Latent);
        using var own = new OwnStep(model, batch);
        int[] sizes = [threads, batch, latent.Channels, latent.Side, generator.Width, generator.Depth, generator.Heads, generator.Classes];
        using var peer = new PythonPeer(python, [.. sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))]);
        if (peer.Parameters != own.Parameters)
        {
            Console.Error.WriteLine($"The peer has {peer.Parameters} parameters, our network {own.Parameters}: they are not the same network.");
            return 2;
        }

        var ratios = new List<double>();
        Console.WriteLine($"LightningDiT {generator.Depth} x {generator.Width}, {own.Parameters} parameters, batch {batch}, {threads} threads; PyTorch {peer.Version}");
        for (var round = 0; round <= rounds; round++)
        {
            var (ours, theirs) = (batch * steps / own.Seconds(steps), batch * steps / peer.Seconds(steps));
            if (round > 0)
            {
                ratios.Add(ours / theirs);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: ours {ours:f1} pictures/s, peer {theirs:f1}, ratio {ours / theirs:f2}"));
            }
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: median {ratios[ratios.Count / 2]:f2}, from {ratios[0]:f2} to {ratios[^1]:f2}"));
        return 0;
    }
}
