using System.Diagnostics;
using System.Formats.Tar;
using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Tests;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Metadata;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;

namespace FaeRealtime.Host.Tests;

/// <summary>Inputs that keep a command busy for long, though they are made in a moment.</summary>
internal sealed class TerminationInputs(TemporaryFolder folder)
{
    private const int Pictures = 400;
    private const int Side = 2000;
    private const int Members = 300_000;

    /// <summary>A command line with its names put in; what it names is made, and only that.</summary>
    public string[] Arguments(string line)
    {
        (string Name, string File, Action<string> Make)[] inputs =
        [
            ("VASTMODEL", "vast", WriteVastModel), ("RECORDING", "set.json", WriteRecording), ("GRID", "grid.png", WriteGrid), ("PICTURES", "pictures-in", WritePictures), ("SHARDS", "shards", WriteShards),
            ("ENCODER", "encoder.safetensors", WriteEncoder), ("PIPE", "pipe.json", Pipe), ("PLACE", ".", _ => { }), ("MODEL", "model", _ => { }),
        ];
        TestModel.Create(folder.At("model"));
        Pipe(folder.At("nobody-reads.rgba"));
        foreach (var (name, file, make) in inputs)
        {
            if (line.Contains(name, StringComparison.Ordinal))
            {
                make(folder.At(file));
                line = line.Replace(name, file == "." ? folder.Path : folder.At(file), StringComparison.Ordinal);
            }
        }

        return line.Split(' ');
    }

    /// <summary>A pipe that nobody writes to or reads from.</summary>
    public static void Pipe(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var pipe = Process.Start("mkfifo", [path]);
        pipe.WaitForExit();
    }

    // Takes no room on the disk, and minutes to be hashed.
    private static void WriteVastModel(string path)
    {
        using var file = new FileStream(TestModel.Create(path).FewStepPath, FileMode.Create);
        file.SetLength(1L << 39);
    }

    private void WriteRecording(string path)
    {
        var model = ModelFolder.Open(folder.At("model"));
        new SessionRecording
        {
            Version = SessionRecording.CurrentVersion,
            Model = model.Config.Name,
            ModelHash = model.ShortHash,
            Generator = GeneratorVariant.Teacher,
            Seconds = 1e6,
            Parameters = SessionParameters.For(model.Config.Sampling),
        }.Save(path);
    }

    // A file that says that it is 1024 pictures of 1000 steps each.
    private void WriteGrid(string path)
    {
        var model = ModelFolder.Open(folder.At("model"));
        var parameters = SessionParameters.For(model.Config.Sampling with { Steps = 1000 });
        var metadata = new GenerationMetadata
        {
            Command = "images",
            Model = model.Name,
            ModelHash = model.ShortHash,
            Generator = GeneratorVariant.Teacher,
            Engine = new EngineMetadata { Kind = EngineMetadata.Cpu, Device = "cpu" },
            Parameters = JsonDocument.Parse(ParameterJson.ToText(parameters)).RootElement,
            Grid = new GridMetadata(32, 32, "0-1023"),
        };
        PngFile.Write(path, new byte[32 * 32 * 4], 32, 32, metadata.ToText());
    }

    private static void WriteEncoder(string path)
    {
        using var encoder = VisionTransformer.Random(TestModel.Micro.Encoder, 1, torch.CPU);
        ModuleCheckpoint.Save(encoder, path);
    }

    // Empty pictures, as many as a big set has.
    private static void WriteShards(string path)
    {
        Directory.CreateDirectory(path);
        using var file = new FileStream(Path.Combine(path, "0.tar"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using var tar = new TarWriter(file, TarEntryFormat.Ustar);
        for (var i = 0; i < Members; i++)
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{i}.png"));
        }
    }

    private static void WritePictures(string path)
    {
        for (var i = 0; i < Pictures; i++)
        {
            Directory.CreateDirectory(Path.Combine(path, $"{i % 2}"));
            var file = Path.Combine(path, $"{i % 2}", $"{i}.png");
            if (i == 0)
            {
                using var image = new Image<Rgb24>(Side, Side);
                image.SaveAsPng(file);
            }
            else
            {
                File.Copy(Path.Combine(path, "0", "0.png"), file);
            }
        }
    }
}
