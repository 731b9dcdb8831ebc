using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>The options of <c>fae images</c> and how they become a request.</summary>
internal sealed class ImagesOptions
{
    private readonly Argument<string> _model = new("MODEL") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<string> _seeds = new("--seeds") { Description = "Seeds and ranges, such as 0-3,17: a picture each, from the noise that the demo draws for that seed.", DefaultValueFactory = _ => "0" };
    private readonly Option<string?> _grid = new("--grid") { Description = "One picture of columns x rows, such as 4x2, into --out FILE.png." };
    private readonly Option<int?> _size = new("--size") { Description = "Side of a picture in pixels, 16 to 4096: scaled, bicubic. Default: the model's." };
    private readonly Option<string> _out = new("--out") { Description = "A folder for SEED.png files, made when absent; FILE.png for one seed or a grid. Files of these names are replaced, others left alone.", DefaultValueFactory = _ => "images" };
    private readonly GeneratorOptions _generator = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the files, the time of each part and the peak memory as JSON." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (var option in (Option[])[_seeds, .. _generator.All, _grid, _size, _out, _json])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public ImagesRequest Read(ParseResult parsed)
    {
        var seeds = SeedList.Parse(parsed.GetValue(_seeds)!);
        var choice = _generator.Read(parsed, parsed.GetValue(_model)!);
        var sampling = choice.Parameters.Applied(choice.Folder.Config.SamplingOf(choice.Generator));
        NumberRange.Check("--size", parsed.GetValue(_size) ?? 16, 16, 4096);
        return new ImagesRequest
        {
            Model = choice.Folder,
            Engine = choice.Engine,
            Seeds = seeds,
            Class = choice.Class,
            Generator = choice.Generator,
            Parameters = choice.Parameters,
            Sampling = sampling,
            Plan = SamplingPlan.Of(sampling, choice.Folder.Config.Generator.Path),
            MemoryBytes = choice.EngineIsChosen ? long.MaxValue : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Target = ImageTarget.Of(parsed.GetValue(_out)!, parsed.GetValue(_grid) is { } grid ? GridSize.Parse(grid) : null, seeds.Count),
            Size = parsed.GetValue(_size),
            Json = parsed.GetValue(_json),
        };
    }
}
