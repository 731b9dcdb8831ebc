using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Onnx.Web;

/// <summary>Writes a folder that any web server shows: a page whose visitors' browsers run the model themselves, by WebGPU or WASM.</summary>
public static class WebExport
{
    /// <summary>The runtime's package, as npm names it.</summary>
    public const string RuntimePackage = "onnxruntime-web@1.30.0";

    private const int MostSteps = 8;
    private const string RuntimeFolder = "runtime";
    private const string Dist = "package/dist/";

    private const string PageText = """

        ## The page

        `index.html` runs these graphs in the visitor's browser, by WebGPU where there is one, else by WASM with one thread (with more where the server sends `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`). Any web server will do, such as
        `python3 -m http.server`; opened from a file it cannot start its worker. `runtime/` is Microsoft's onnxruntime-web (MIT). Programs: `window.fae.decode(latent)` gives RGBA, `window.fae.sample(noise, prompt)` a latent. Seeds are the page's own.

        """;

    // With a GPU and without; a browser fetches one of the two.
    private static readonly string[] RuntimeFiles =
    [
        "ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify.mjs", "ort-wasm-simd-threaded.asyncify.wasm",
        "ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm",
    ];

    private static readonly string[] Assets = ["index.html", "style.css", "app.js", "worker.js"];

    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="directory">A new or empty folder.</param>
    /// <param name="runtime">The archive (.tgz) of <see cref="RuntimePackage"/>.</param>
    /// <param name="storage">How matrices of the graphs are stored: F16, half the files, or F32.</param>
    /// <returns>The files' names in that folder.</returns>
    /// <exception cref="ConfigException">A network has no ONNX form, the archive is another, or the folder holds something or cannot be written.</exception>
    /// <exception cref="CheckpointException">Weights are missing, damaged or do not fit.</exception>
    public static IReadOnlyList<string> Write(ModelFolder folder, string directory, string runtime, TensorDtype storage = TensorDtype.F16)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var text = folder.Config.Generator.Text;
        if (text is not null && folder.Config.Generator.TokenCount == 0)
        {
            throw new ConfigException($"The generator of '{folder.Config.Name}' reads words as one vector, and the page reads the states of tokens. Export another model, or its graphs alone.");
        }

        if (text is not null && !File.Exists(folder.PhrasesPath))
        {
            throw new ConfigException($"Model folder {folder.Path} has no {ModelFolder.PhrasesFile}, from which the page takes words. Name a folder that a training run or a release made.");
        }

        var student = folder.Config.FewStep is not null && File.Exists(folder.FewStepPath);
        var generator = student ? "few-step" : "generator";
        var graphs = OnnxExport.Write(folder, directory, new OnnxExportOptions { Networks = [generator, "feature-decoder", "pixel-decoder"], Storage = storage, Batch = 1 });
        try
        {
            Unpack(runtime, Path.Combine(directory, RuntimeFolder));
            foreach (var asset in Assets)
            {
                using var source = typeof(WebExport).Assembly.GetManifestResourceStream($"web/{asset}")!;
                using var target = File.Create(Path.Combine(directory, asset));
                source.CopyTo(target);
            }

            if (text is not null)
            {
                File.Copy(folder.PhrasesPath, Path.Combine(directory, ModelFolder.PhrasesFile));
            }

            File.AppendAllText(Path.Combine(directory, "README.md"), PageText);
            Describe(folder, directory, student);
            return [.. graphs, .. Assets, .. RuntimeFiles.Select(file => $"{RuntimeFolder}/{file}"), .. text is null ? Array.Empty<string>() : [ModelFolder.PhrasesFile], "model.json"];
        }
        catch (Exception failure)
        {
            Directory.Delete(directory, recursive: true);
            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new ConfigException($"'{directory}' cannot be written: {failure.Message}", failure);
            }

            throw;
        }
    }

    private static void Unpack(string runtime, string target)
    {
        Directory.CreateDirectory(target);
        try
        {
            Extract(runtime, target);
        }
        catch (Exception failure) when (failure is InvalidDataException or FileNotFoundException or EndOfStreamException)
        {
            throw new ConfigException($"'{runtime}' cannot be read: {failure.Message} Give the archive of npm's {RuntimePackage}.", failure) { Subject = "Archive" };
        }
    }

    private static void Extract(string runtime, string target)
    {
        var missing = RuntimeFiles.ToHashSet(StringComparer.Ordinal);
        using var archive = new TarReader(new GZipStream(File.OpenRead(runtime), CompressionMode.Decompress));
        while (missing.Count > 0 && archive.GetNextEntry() is { } entry)
        {
            if (entry.Name.StartsWith(Dist, StringComparison.Ordinal) && missing.Remove(entry.Name[Dist.Length..]))
            {
                entry.ExtractToFile(Path.Combine(target, entry.Name[Dist.Length..]), overwrite: false);
            }
        }

        if (missing.Count > 0)
        {
            throw new ConfigException($"'{runtime}' has no {string.Join(", ", missing.Order(StringComparer.Ordinal))}; give the archive of npm's {RuntimePackage}.") { Subject = "Archive" };
        }
    }

    private static void Describe(ModelFolder folder, string directory, bool student)
    {
        var config = folder.Config;
        var sampling = config.SamplingOf(student ? GeneratorVariant.FewStep : GeneratorVariant.Teacher);
        SamplingPlan Plan(int steps) => SamplingPlan.Of(sampling with { Steps = steps }, config.Generator.Path);
        int[] counts = student ? [.. Enumerable.Range(1, MostSteps)] : [sampling.Steps];
        using var stream = File.Create(Path.Combine(directory, "model.json"));
        JsonSerializer.Serialize(
            stream,
            new WebModel
            {
                Name = config.Name,
                Hash = folder.Hash,
                Side = config.PixelDecoder.ImageSize,
                Channels = config.Latent.Channels,
                Grid = config.Latent.Side,
                Student = student,
                Steps = sampling.Steps,
                Times = counts.ToDictionary(steps => steps, steps => (IReadOnlyList<double>)[.. Plan(steps).Steps.Select(step => step.T), Plan(steps).Steps[^1].R]),
                Scales = [.. Plan(sampling.Steps).Steps.Select(step => step.Guidance)],
                Classes = folder.Classes,
                Graphs = new Dictionary<string, string> { ["generator"] = student ? "few-step.onnx" : "generator.onnx", ["feature-decoder"] = "feature-decoder.onnx", ["pixel-decoder"] = "pixel-decoder.onnx" },
                Words = config.Generator.Text is { } text ? new WebWords(ModelFolder.PhrasesFile, config.Generator.TokenCount, text.Width) : null,
                Captions = config.Generator.Text is null ? [] : Captions(folder),
            },
            WebJsonContext.Default.WebModel);
    }

    // Those that consist of phrases that the page has.
    private static IReadOnlyList<WebCaption> Captions(ModelFolder folder)
    {
        if (!File.Exists(folder.SamplesPath))
        {
            return [];
        }

        var (samples, known) = (SampleLatents.Load(folder), PhraseTable.Load(folder.PhrasesPath, folder.Config.Generator.Text!));
        return
        [
            .. samples.Names.Select((name, i) => (Prompt: Prompt.OfCaption(name), Label: samples.Labels[i]))
                .Where(one => one.Prompt.Phrases.Count > 0 && one.Prompt.Phrases.All(phrase => known.RowOf(phrase.Phrase) >= 0))
                .Select(one => new WebCaption(one.Prompt.ToString(), one.Label)),
        ];
    }
}
