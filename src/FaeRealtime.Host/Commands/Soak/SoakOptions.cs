using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;

namespace FaeRealtime.Host.Commands.Soak;

/// <summary>The options of <c>fae soak</c>.</summary>
internal sealed class SoakOptions
{
    private readonly Argument<string> _model = new("MODEL") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<long> _frames = new("--frames") { Description = "Frames to present, 1000 to 1000000000.", DefaultValueFactory = _ => 200_000 };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Names the course of changes.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _every = new("--every") { Description = "Frames between two changes, 1 to 100000.", DefaultValueFactory = _ => 40 };
    private readonly Option<int> _size = new("--size") { Description = "Side of the presented picture in pixels, 16 to 4096.", DefaultValueFactory = _ => 128 };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 chooses.", DefaultValueFactory = _ => 0 };
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the report as JSON." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (var option in (Option[])[_frames, _seed, _every, _size, _threads, .. _engine.All, _json])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="FaeException">A value is out of range, or the model folder is missing or wrong.</exception>
    public SoakRequest Read(ParseResult parsed)
    {
        NumberRange.Check("--frames", parsed.GetValue(_frames), 1000, 1e9);
        NumberRange.Check("--every", parsed.GetValue(_every), 1, 100_000);
        NumberRange.Check("--size", parsed.GetValue(_size), 16, 4096);
        NumberRange.Check("--threads", parsed.GetValue(_threads), 0, 1024);
        var folder = ModelFolder.Open(ContentFolder.Model(parsed.GetValue(_model)!));
        return new SoakRequest
        {
            Engine = _engine.Read(parsed, folder) with { Threads = parsed.GetValue(_threads), Generator = folder.Choose(null) },
            Frames = parsed.GetValue(_frames),
            Seed = parsed.GetValue(_seed),
            Every = parsed.GetValue(_every),
            Size = parsed.GetValue(_size),
            Json = parsed.GetValue(_json),
        };
    }
}

/// <summary>What <c>fae soak</c> was asked for.</summary>
internal sealed record SoakRequest
{
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>Frames to present.</summary>
    public required long Frames { get; init; }

    /// <summary>Names the course of changes.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Frames between two changes.</summary>
    public required int Every { get; init; }

    /// <summary>Side of the presented picture in pixels.</summary>
    public required int Size { get; init; }

    public bool Json { get; init; }
}
