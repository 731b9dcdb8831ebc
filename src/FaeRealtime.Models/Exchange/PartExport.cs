using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;

namespace FaeRealtime.Models.Exchange;

/// <summary>Writes one network of a model for other code: under its official keys, in the direction of time that its samplers expect.</summary>
public static class PartExport
{
    /// <summary>Writes the file, atomically.</summary>
    /// <param name="exported">What and where to.</param>
    /// <exception cref="ConfigException">A direction of time is asked of a network that knows no time.</exception>
    /// <exception cref="CheckpointException">The network's weights are missing or do not fit, the layout cannot hold them, or the file cannot be written.</exception>
    public static void Write(ExportedPart exported)
    {
        var (config, part) = (exported.Model.Config, exported.Part);
        if (exported.Time is not null && part is not (ModelParts.Generator or ModelParts.FewStep))
        {
            throw new ConfigException($"Only a generator has a direction of time; leave --time out for the {part}.");
        }

        using var network = ModelNetworks.Create(config, part);
        using (var checkpoint = CheckpointFile.Open(Path.Combine(exported.Model.Path, ModelNetworks.FileOf(part))))
        {
            ModuleCheckpoint.Load(network, checkpoint);
        }

        if (network is LightningDiT generator && exported.Time is { } wanted && wanted != config.Generator.Time)
        {
            TimeReversal.Apply(generator);
        }

        ModuleCheckpoint.Save(network, exported.Path, exported.Storage, exported.Layout);
    }
}
