using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Onnx;

namespace FaeRealtime.Host.Commands.Export;

/// <summary>Networks as ONNX graphs: the options, and the writing. Neither libtorch nor the networks on it are loaded.</summary>
internal sealed class GraphArguments
{
    private const string AnyBatch = "dynamic";

    private readonly Option<string?> _onnx = new("--onnx") { Description = "A new folder for ONNX graphs (opset 17) and a README that tells how to sample with them.", HelpName = "DIR" };

    private readonly Option<string?> _batch = new("--batch") { Description = $"With --onnx: how many pictures a call computes, a number or {AnyBatch} (the default).", HelpName = "N" };

    public void AddTo(Command command)
    {
        command.Options.Add(_onnx);
        command.Options.Add(_batch);
    }

    public bool HasFolder(CommandResult result) => result.GetResult(_onnx) is not null;

    /// <summary>Whether an option is given that only graphs have.</summary>
    public bool Unused(CommandResult result) => result.GetResult(_batch) is not null;

    /// <summary>Writes the folder.</summary>
    /// <returns>The files' paths.</returns>
    public IReadOnlyList<string> Write(ParseResult parsed, ModelFolder folder, string? networks, string type)
    {
        var directory = parsed.GetRequiredValue(_onnx)!;
        var files = OnnxExport.Write(folder, directory, new OnnxExportOptions
        {
            Networks = networks?.Split(',', StringSplitOptions.TrimEntries) ?? [],
            Storage = Type(type),
            Batch = Batch(parsed.GetValue(_batch) ?? AnyBatch),
        });
        return [.. files.Select(file => Path.Combine(directory, file))];
    }

    /// <summary>A type that graphs have, by its name on the command line.</summary>
    /// <exception cref="ConfigException">They have no such type.</exception>
    public static TensorDtype Type(string name) => name.ToUpper(CultureInfo.InvariantCulture) switch
    {
        "F32" => TensorDtype.F32,
        "F16" => TensorDtype.F16,
        _ => throw new ConfigException($"--store is '{name}'; give f32 or f16 for graphs."),
    };

    private static int? Batch(string text) => text == AnyBatch ? null
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) ? count
        : throw new ConfigException($"--batch is '{text}'; give a number of pictures from 1, or {AnyBatch}.");
}
