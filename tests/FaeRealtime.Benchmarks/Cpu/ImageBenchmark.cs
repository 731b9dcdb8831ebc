using System.CommandLine;
using System.Diagnostics;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu;
using FaeRealtime.Models;
using FaeRealtime.Models.Encoders;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>From a picture to a latent in the CPU engine beside TorchSharp on the same weights, in turns.</summary>
internal static class ImageBenchmark
{
    public static Command CreateCommand()
    {
        var encoder = new Option<string>("--encoder") { Required = true, Description = "Official weights of the model's frozen ViT." };
        var model = new Option<string>("--model") { DefaultValueFactory = _ => "content/default", Description = "A model folder." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of both." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Turns of each." };
        var burst = new Option<double>("--burst") { DefaultValueFactory = _ => 0.3, Description = "Seconds a turn." };
        var command = new Command("encode", "From pictures to latents: the frozen ViT and a model's encoder, beside TorchSharp's.") { encoder, model, threads, rounds, burst };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(encoder), ModelFolder.Open(parsed.GetRequiredValue(model)), parsed.GetValue(threads), parsed.GetValue(rounds), parsed.GetValue(burst)));
        return command;
    }

    private static int Run(string weights, ModelFolder folder, int threads, int rounds, double burst)
    {
        torch.set_num_threads(threads);
        using var own = CpuImageEncoder.Open(folder, weights, threads);
        using var vision = IImageEncoder.Load(folder.Config.Encoder, weights, torch.CPU);
        using var model = FaeModel.Load(folder, torch.CPU, ModelParts.Encoder);
        var (rgb, latent) = (new byte[own.Side * own.Side * 3], new float[own.LatentLength]);
        new Random(1).NextBytes(rgb);
        using var picture = torch.tensor(rgb, [1, own.Side, own.Side, 3]).permute(0, 3, 1, 2).to(torch.float32).div_(byte.MaxValue).contiguous(); // [1, 3, S, S]

        Samples mine = new(() => Seconds(() => own.Encode(rgb, latent))), peer = new(() => Seconds(() => Encode(picture, vision, model)));
        for (var round = 0; round <= rounds; round++)
        {
            mine.Burst(burst, keep: round > 0);
            peer.Burst(burst, keep: round > 0);
        }

        Console.WriteLine(FormattableString.Invariant($"{threads} threads, {rounds} turns of {burst} s, {own.Side} px; pictures/s: median (best): CPU engine {1 / mine.Median:f1} ({1 / mine.Least:f1}), TorchSharp {1 / peer.Median:f1} ({1 / peer.Least:f1}), {peer.Median / mine.Median:f1} ({peer.Least / mine.Least:f1}) times as fast"));
        var expected = Encode(picture, vision, model);
        Console.WriteLine(FormattableString.Invariant($"apart: {latent.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second)):g2} of at most {expected.Max(Math.Abs):f2}"));
        return 0;
    }

    private static float[] Encode(torch.Tensor picture, IImageEncoder vision, FaeModel model)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.inference_mode();
        var (mean, latent) = (model.Encoder.Encode(model.Features.Standardise(vision.Features(picture))).Mean, model.Config.Latent); // [1, T, C]
        return model.Normalise(mean.transpose(1, 2).reshape(1, latent.Channels, latent.Side, latent.Side)).data<float>().ToArray();
    }

    private static double Seconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
