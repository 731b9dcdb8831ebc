using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Running;
using FaeRealtime.Live.Engines;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Host.Images;

/// <summary>The options of <c>fae images</c> and how they become a request.</summary>
internal sealed class ImagesOptions
{
    private readonly Argument<string> _model = new("MODEL") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<string> _seeds = new("--seeds") { Description = "Seeds and ranges, such as 0-3,17: a picture each, from the noise that the demo draws for that seed.", DefaultValueFactory = _ => "0" };
    private readonly Option<string?> _class = new("--class") { Description = "Class index or name, a blend such as 3:0.7,5:0.3, mixed (each seed draws one, the default) or none." };
    private readonly Option<bool> _fewStep = new("--few-step") { Description = "Use the model's few-step student instead of its generator." };
    private readonly Option<int?> _steps = new("--steps") { Description = "Sampler steps. Default: the model's, or those of its few-step student." };
    private readonly Option<double?> _cfgScale = new("--cfg-scale") { Description = "Classifier-free guidance scale of the model's main stretch, 1 is none. Default: the model's." };
    private readonly Option<double?> _shift = new("--shift") { Description = "Timestep shift in data time, 1 is none. Default: the model's." };
    private readonly Option<string?> _grid = new("--grid") { Description = "One picture of columns x rows, such as 4x2, into --out FILE.png." };
    private readonly Option<string> _out = new("--out") { Description = "A folder for SEED.png files, made when absent; FILE.png for one seed or a grid. Files of these names are replaced, others left alone.", DefaultValueFactory = _ => "images" };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 is all cores. With --engine torch another count changes the last bits of a picture.", DefaultValueFactory = _ => 0 };
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the files, the time of each part and the peak memory as JSON." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (var option in (Option[])[_seeds, _class, _fewStep, _steps, _cfgScale, _shift, _grid, _out, _threads, .. _engine.All, _json])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public ImagesRequest Read(ParseResult parsed)
    {
        var threads = parsed.GetValue(_threads);
        if (threads is < 0 or > 1024)
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--threads is {threads}; give 0 to 1024."));
        }

        var seeds = SeedList.Parse(parsed.GetValue(_seeds)!);
        var folder = ModelFolder.Open(ContentFolder.Model(parsed.GetValue(_model)!));
        var choice = ClassChoice.Parse(parsed.GetValue(_class), folder.Classes);
        var generator = folder.Choose(parsed.GetValue(_fewStep) ? GeneratorKind.FewStep : GeneratorKind.Teacher);
        if (generator == GeneratorKind.FewStep && parsed.GetValue(_cfgScale) is not null)
        {
            throw new ConfigException("--cfg-scale does not fit --few-step: the student's guidance is in its weights. Leave one of them out.");
        }

        var sampling = Sampling(parsed, folder.Config.SamplingOf(generator), choice);
        return new ImagesRequest
        {
            Model = folder,
            Engine = Engine(parsed, folder, generator, threads),
            Seeds = seeds,
            Class = choice,
            Generator = generator,
            Sampling = sampling,
            Plan = SamplingPlan.Of(sampling, folder.Config.Generator.Path),
            MemoryBytes = _engine.IsChosen(parsed) ? long.MaxValue : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Target = PictureTarget.Of(parsed.GetValue(_out)!, parsed.GetValue(_grid) is { } grid ? GridSize.Parse(grid) : null, seeds.Count),
            Json = parsed.GetValue(_json),
        };
    }

    private FrameEngineOptions Engine(ParseResult parsed, ModelFolder folder, GeneratorKind generator, int threads)
    {
        var engine = _engine.Read(parsed, folder) with { Generator = generator, Threads = threads };

        // Not measured, as a session would: the count changes a picture of torch.
        return engine is TorchEngineOptions && threads == 0 ? engine with { Threads = Environment.ProcessorCount } : engine;
    }

    // Without a class there is nothing to guide towards.
    private SamplingConfig Sampling(ParseResult parsed, SamplingConfig recommended, ClassChoice choice) => recommended with
    {
        Steps = parsed.GetValue(_steps) ?? recommended.Steps,
        Guidance = choice.IsNone ? 1 : parsed.GetValue(_cfgScale) ?? recommended.Guidance,
        FurtherGuidance = choice.IsNone ? [] : recommended.FurtherGuidance,
        Shift = parsed.GetValue(_shift) ?? recommended.Shift,
    };
}
