using System.Text;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Onnx.Description;
using FaeRealtime.Onnx.Graphs;
using FaeRealtime.Onnx.Networks;

namespace FaeRealtime.Onnx;

/// <summary>Writes a model's networks as ONNX graphs that need nothing beside them: statistics, positions and the meaning of times are inside.</summary>
public static class OnnxExport
{
    private const string ReadmeFile = "README.md";

    /// <summary>Writes a folder of graphs and a README, whole or not at all.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="directory">A new or empty folder.</param>
    /// <param name="options">Which graphs, and in what form.</param>
    /// <returns>The files' names in that folder.</returns>
    /// <exception cref="ConfigException">An option is out of range, a network has no ONNX form or is too large for one, or the folder holds something or cannot be written.</exception>
    /// <exception cref="CheckpointException">Weights are missing, damaged or do not fit.</exception>
    public static IReadOnlyList<string> Write(ModelFolder folder, string directory, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (string.IsNullOrWhiteSpace(directory))
        {
            throw new ConfigException("The name of the folder for the graphs is empty; give a new folder.");
        }

        var networks = OnnxNetworks.Choose(folder, options.Networks);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        RequireFree(target);
        var partial = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            Directory.CreateDirectory(partial);
            var files = Fill(folder, partial, networks, new GraphForm(options.Batch, options.Storage == TensorDtype.F16));
            Publish(partial, target);
            return files;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"'{directory}' cannot be written: {failure.Message} Check the folder above it, its permissions and free space.", failure);
        }
        finally
        {
            Discard(partial);
        }
    }

    private static List<string> Fill(ModelFolder folder, string partial, IReadOnlyList<OnnxNetwork> networks, GraphForm form)
    {
        var metadata = GraphMetadata.Of(folder, form);
        var described = new List<DescribedGraph>();
        foreach (var network in networks)
        {
            var graph = network.Build(folder, form);
            using var stream = File.Create(Path.Combine(partial, network.File));
            graph.Write(stream, GraphMetadata.With(metadata, folder.Config, network.Name));
            described.Add(new DescribedGraph(network.Name, network.File, graph.Inputs, graph.Outputs));
        }

        File.WriteAllText(Path.Combine(partial, ReadmeFile), new GraphReadme(folder, form, described).Text(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return [.. described.Select(graph => graph.File), ReadmeFile];
    }

    private static void RequireFree(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new ConfigException($"'{target}' is already there. Choose another folder, or move that one away; an export of graphs overwrites nothing.");
        }
    }

    private static void Publish(string partial, string target)
    {
        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }

        Directory.Move(partial, target);
    }

    private static void Discard(string partial)
    {
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }
    }
}
