using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;

namespace FaeRealtime.Models.Exchange;

/// <summary>Writes one network of a model for other code: under its official keys, in the direction of time that its samplers expect, which the file records.</summary>
public static class PartExport
{
    /// <summary>Writes the file, atomically.</summary>
    /// <param name="exported">What and where to.</param>
    /// <exception cref="ConfigException">A direction of time is asked of a network that knows no time, or another network's keys.</exception>
    /// <exception cref="CheckpointException">The network's weights are missing or do not fit, the layout cannot hold them, or the file cannot be written.</exception>
    public static void Write(ExportedPart exported)
    {
        var (config, part) = (exported.Model.Config, exported.Part);
        if (exported.Time is not null && part is not (ModelParts.Generator or ModelParts.FewStep))
        {
            throw new ConfigException($"Only a generator has a direction of time; ask for none of the {part}.");
        }

        if (exported.Time is not null && !config.Generator.HasTimeDirections)
        {
            throw new ConfigException($"This model's generator has one direction of time only; ask for none.");
        }

        var layout = Layout(config, exported);
        using var network = ModelNetworks.Create(config, part);
        using (var checkpoint = CheckpointFile.Open(Path.Combine(exported.Model.Path, ModelNetworks.FileOf(part))))
        {
            ModuleCheckpoint.Load(network, checkpoint);
        }

        if (network is LightningDiT generator && exported.Time is { } wanted && wanted != config.Generator.Time)
        {
            TimeReversal.Apply(generator);
        }

        ModuleCheckpoint.Save(network, exported.Path, exported.Storage, layout, exported.Time);
    }

    // Keys of another network would rename a few tensors and be no one's.
    private static CheckpointLayout? Layout(ModelConfig config, ExportedPart exported)
    {
        var known = ModelNetworks.Layouts(config, exported.Part);
        if (exported.Layout is not { } asked)
        {
            return exported.Part is ModelParts.Generator or ModelParts.FewStep ? known[^1] : null;
        }

        return known.Any(layout => layout.Name == asked.Name) ? asked : throw new ConfigException(
            $"The keys of {asked.Name} are asked for, but this model's {exported.Part} is another network; it has {string.Join(" or ", known.Select(layout => layout.Name))}. Leave the keys out.");
    }
}

/// <summary>A network that shall leave a model folder.</summary>
/// <param name="Model">The folder.</param>
/// <param name="Part">One part.</param>
/// <param name="Path">The file to write: PyTorch's format where the name ends in .pt or .pth, else safetensors.</param>
public sealed record ExportedPart(ModelFolder Model, ModelParts Part, string Path)
{
    /// <summary>The direction of time that the file's generator shall have; null for the model's own.</summary>
    public TimeDirection? Time { get; init; }

    /// <summary>Whose keys; null for a generator's official ones, and for another network's own.</summary>
    public CheckpointLayout? Layout { get; init; }

    /// <summary>Type of the matrices: F32, F16 or BF16.</summary>
    public WeightStorage Storage { get; init; } = WeightStorage.F32;
}
