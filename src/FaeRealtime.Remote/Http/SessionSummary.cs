using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Remote.Control;

namespace FaeRealtime.Remote.Http;

/// <summary>What a session runs.</summary>
internal sealed record SessionSummary
{
    /// <summary><c>loading</c>, <c>running</c>, <c>failed</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>Name in the model's configuration.</summary>
    public string? Model { get; init; }

    /// <summary>The model folder's hash.</summary>
    public string? ModelHash { get; init; }

    /// <summary>Engine and device.</summary>
    public string? Device { get; init; }

    /// <summary><c>cpu</c>, <c>gl</c> or <c>torch</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>Why that engine and no other.</summary>
    public string? EngineReason { get; init; }

    /// <summary>Which of the model's generators.</summary>
    public string? Generator { get; init; }

    /// <summary>Side of the picture in pixels.</summary>
    public int ImageSize { get; init; }

    /// <summary>Places along a side of the latent; 0 before a model is open.</summary>
    public int LatentSide { get; init; }

    /// <summary>Class names, by class index.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The phrases that came with the model, for a prompt; null for a model that knows no words.</summary>
    public IReadOnlyList<string>? Phrases { get; init; }

    /// <summary>The model's semantic directions, for sliders; null for none.</summary>
    public IReadOnlyList<Direction>? Directions { get; init; }

    /// <summary>Names that <c>/api/v1/model/load</c> takes.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Names of the actions.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Whether pictures can come in.</summary>
    public bool TakesImages { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>What a session runs now.</summary>
    /// <param name="page">The session. Borrowed.</param>
    public static SessionSummary Of(PageContext page)
    {
        var engine = page.Session.Info;
        return new SessionSummary
        {
            State = JsonNamingPolicy.CamelCase.ConvertName(page.Session.State.ToString()),
            Failure = page.Session.Failure?.Message,
            Model = engine?.Config.Name,
            ModelHash = engine?.ModelHash,
            Device = engine?.Device,
            Engine = engine?.Kind.ToString().ToLowerInvariant(),
            EngineReason = engine?.Reason,
            Generator = engine?.Generator.ToString(),
            ImageSize = engine?.ImageSize ?? 0,
            LatentSide = engine?.Config.Latent.Side ?? 0,
            Classes = engine?.Classes ?? [],
            Phrases = engine?.Words?.Known,
            Directions = engine?.Directions?.All,
            Models = page.Remote.Models,
            Actions = SessionActions.Names,
            TakesImages = page.Images is not null,
            Version = typeof(SessionSummary).Assembly.GetName().Version!.ToString(),
        };
    }
}
