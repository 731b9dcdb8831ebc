using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Data;
using FaeRealtime.Host.Commands.Train;
using FaeRealtime.Host.Content;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary>The options that every evaluation takes.</summary>
internal sealed class EvalOptions
{
    private readonly Option<string> _model = new("--model") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<string?> _data = new("--data") { Description = "Data folder, made by 'fae data'." };
    private readonly Option<string?> _encoder = new("--encoder") { Description = "Official weights of the model's frozen ViT: the space in which sets are compared." };
    private readonly Option<string> _pooling = new("--pooling") { Description = "Which vector of the ViT's last block stands for a picture: class (its class token) or mean (of its patch tokens).", DefaultValueFactory = _ => "class" };
    private readonly Option<int?> _inputSize = new("--input-size") { Description = "Side in pixels of what the ViT sees. Default: the model's." };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 is all cores.", DefaultValueFactory = _ => 0 };
    private readonly Option<string> _device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<bool> _allowLoss = AccountReport.AllowLoss();
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _model, _data, _encoder, _pooling, _inputSize, _threads, _device, _allowLoss, _json })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Evaluates with progress on stderr, and prints the report: as JSON where that was asked for, otherwise as a table.</summary>
    /// <returns>The exit code.</returns>
    public int Show<TReport>(ParseResult parsed, Func<IProgress<TrainingProgress>, TReport> evaluate, JsonTypeInfo<TReport> type, Action<TReport, TextWriter> print)
        where TReport : class
    {
        TReport? report = null;
        TrainingDisplay.Run(progress => report = evaluate(progress));
        if (parsed.GetValue(_json))
        {
            Console.WriteLine(JsonSerializer.Serialize(report!, type));
        }
        else
        {
            print(report!, Console.Out);
        }

        return ExitCode.Success;
    }

    /// <summary>Reads them and sets libtorch's threads.</summary>
    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public EvaluationOptions Read(ParseResult parsed)
    {
        var count = parsed.GetValue(_threads);
        if (count is < 0 or > 1024)
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--threads is {count}; give 0 to 1024."));
        }

        TorchLibrary.Use();
        torch.set_num_threads(count == 0 ? Environment.ProcessorCount : count);
        return new EvaluationOptions(ModelFolder.Open(ContentFolder.Model(parsed.GetValue(_model)!)))
        {
            DataPath = parsed.GetValue(_data),
            EncoderPath = parsed.GetValue(_encoder),
            Pooling = Pooling(parsed.GetValue(_pooling)!),
            InputSize = parsed.GetValue(_inputSize),
            Device = TorchDevice.Parse(parsed.GetValue(_device)!),
            AllowLoss = parsed.GetValue(_allowLoss),
        };
    }

    private static FeaturePooling Pooling(string name) => name switch
    {
        "class" => FeaturePooling.Class,
        "mean" => FeaturePooling.Mean,
        _ => throw new ConfigException($"--pooling is '{name}'; give class or mean."),
    };
}
