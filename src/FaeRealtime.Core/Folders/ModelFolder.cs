using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Folders;

/// <summary>A self-contained model: its configuration, class names and weights side by side in one folder.</summary>
public sealed class ModelFolder
{
    /// <summary>The configuration's file name.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>The class names' file name: a JSON array, index = class.</summary>
    public const string ClassesFile = "classes.json";

    /// <summary>The latent encoder's file name.</summary>
    public const string EncoderFile = "encoder.safetensors";

    /// <summary>The feature decoder's file name.</summary>
    public const string FeatureDecoderFile = "feature-decoder.safetensors";

    /// <summary>The pixel decoder's file name.</summary>
    public const string PixelDecoderFile = "pixel-decoder.safetensors";

    /// <summary>The generator's file name.</summary>
    public const string GeneratorFile = "generator.safetensors";

    /// <summary>The file name of the optional few-step generator.</summary>
    public const string FewStepFile = "few-step.safetensors";

    /// <summary>The file name of the latents of real pictures.</summary>
    public const string SamplesFile = "samples.safetensors";

    /// <summary>The file name of the phrases that a generator with words was trained on, with their vectors.</summary>
    public const string PhrasesFile = "phrases.safetensors";

    /// <summary>The file name of the list of semantic directions.</summary>
    public const string DirectionsFile = "directions.json";

    /// <summary>The file name of the semantic directions' vectors.</summary>
    public const string DirectionVectorsFile = "directions.safetensors";

    private static readonly string[] HashedFiles = [ConfigFile, ClassesFile, EncoderFile, FeatureDecoderFile, PixelDecoderFile, GeneratorFile, FewStepFile, PhrasesFile, DirectionsFile, DirectionVectorsFile];

    private ModelFolder(string path, ModelConfig config, IReadOnlyList<string> classes)
    {
        Path = path;
        Config = config;
        Classes = classes;
    }

    /// <summary>The folder as it was named.</summary>
    public string Path { get; }

    /// <summary>The folder's own name, without the way to it.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    /// <summary>The configuration as last read or saved.</summary>
    public ModelConfig Config { get; private set; }

    /// <summary>Class names by index.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Path of the latent encoder's weights.</summary>
    public string EncoderPath => At(EncoderFile);

    /// <summary>Path of the feature decoder's weights.</summary>
    public string FeatureDecoderPath => At(FeatureDecoderFile);

    /// <summary>Path of the pixel decoder's weights.</summary>
    public string PixelDecoderPath => At(PixelDecoderFile);

    /// <summary>Path of the generator's weights.</summary>
    public string GeneratorPath => At(GeneratorFile);

    /// <summary>Path of the optional few-step generator's weights.</summary>
    public string FewStepPath => At(FewStepFile);

    /// <summary>Path of the sample latents.</summary>
    public string SamplesPath => At(SamplesFile);

    /// <summary>Path of the phrases and their vectors.</summary>
    public string PhrasesPath => At(PhrasesFile);

    /// <summary>Path of the list of semantic directions.</summary>
    public string DirectionsPath => At(DirectionsFile);

    /// <summary>Path of the semantic directions' vectors.</summary>
    public string DirectionVectorsPath => At(DirectionVectorsFile);

    /// <summary>Whether the folder holds a few-step student: its weights, and what they mean.</summary>
    public bool HasFewStep => Config.FewStep is not null && File.Exists(FewStepPath);

    /// <summary>The generator to use: the wanted one, or the few-step student where there is one.</summary>
    /// <param name="wanted">Null for the folder's best.</param>
    /// <exception cref="ConfigException">The student is wanted and the folder has none.</exception>
    public GeneratorVariant Choose(GeneratorVariant? wanted) => (wanted, HasFewStep) switch
    {
        (null, true) => GeneratorVariant.FewStep,
        (GeneratorVariant.FewStep, false) => throw new ConfigException($"Model folder {Path} has no few-step student ({FewStepFile} and the config's fewStep). Train one, or use the generator itself."),
        _ => wanted ?? GeneratorVariant.Teacher,
    };

    /// <summary>Path of a generator's weights.</summary>
    /// <param name="generator">Which.</param>
    public string PathOf(GeneratorVariant generator) => generator == GeneratorVariant.FewStep ? FewStepPath : GeneratorPath;

    /// <summary>SHA-256, lower-case hex, over names, lengths and bytes of the configuration, the class names and all weights present. Reads the files at each call.</summary>
    /// <exception cref="ConfigException">A file cannot be read.</exception>
    public string Hash => ComputeHash();

    /// <summary>The first 16 digits of <see cref="Hash"/>.</summary>
    public string ShortHash => Hash[..16];

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="ConfigException">The folder, its configuration or its class names are missing or wrong.</exception>
    public static ModelFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new ConfigException($"Model folder {path} {(File.Exists(path) ? "is a file" : "does not exist")}. Name a folder that holds {ConfigFile}, or train one.");
        }

        RequireFile(path, ConfigFile);
        RequireFile(path, ClassesFile);
        var config = StrictJson.Read<ModelConfig>(System.IO.Path.Combine(path, ConfigFile));
        var classes = StrictJson.Read<string[]>(System.IO.Path.Combine(path, ClassesFile));
        Check(path, config, classes);
        return new ModelFolder(path, config, classes);
    }

    /// <summary>Makes a folder, or writes the configuration of an existing one anew. Weights are left alone.</summary>
    /// <param name="path">The folder; made with its parents when absent.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="classes">Class names by index.</param>
    /// <exception cref="ConfigException">The configuration is unsound or the folder cannot be written.</exception>
    public static ModelFolder Create(string path, ModelConfig config, IReadOnlyList<string> classes)
    {
        Check(path, config, classes);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"Model folder {path} cannot be made: {failure.Message} Choose another place.", failure);
        }

        StrictJson.Write(System.IO.Path.Combine(path, ClassesFile), [.. classes], FaeJsonContext.Default.StringArray);
        var folder = new ModelFolder(path, config, [.. classes]);
        folder.SaveConfig(config);
        return folder;
    }

    /// <summary>Replaces the configuration, on disk and here.</summary>
    /// <param name="config">The new configuration.</param>
    /// <exception cref="ConfigException">It is unsound or cannot be written.</exception>
    public void SaveConfig(ModelConfig config)
    {
        Check(Path, config, Classes);
        StrictJson.Write(At(ConfigFile), config, FaeJsonContext.Default.ModelConfig);
        Config = config;
    }

    private static void RequireFile(string path, string name)
    {
        if (!File.Exists(System.IO.Path.Combine(path, name)))
        {
            throw new ConfigException($"Model folder {path} has no {name}. Name a folder that a training run or a release made.");
        }
    }

    private static void Check(string path, ModelConfig config, IReadOnlyList<string> classes)
    {
        List<string> problems = [.. config.Validate()];
        if (classes.Count != config.Generator.Classes)
        {
            problems.Add(FormattableString.Invariant($"{ClassesFile} names {classes.Count} classes, generator.classes is {config.Generator.Classes}; make them equal."));
        }

        if (classes.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add($"{ClassesFile} holds an empty name; name every class.");
        }

        if (problems.Count > 0)
        {
            throw StrictJson.Problems(System.IO.Path.Combine(path, ConfigFile), problems);
        }
    }

    private string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in HashedFiles.Where(name => File.Exists(At(name))))
        {
            AppendFile(hash, name);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void AppendFile(IncrementalHash hash, string name)
    {
        try
        {
            using var stream = InputFile.Open(At(name));
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{name} {stream.Length}\n")));
            var buffer = new byte[1 << 16];
            for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                hash.AppendData(buffer.AsSpan(0, read));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{At(name)} cannot be read: {failure.Message} Check its permissions.", failure);
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
