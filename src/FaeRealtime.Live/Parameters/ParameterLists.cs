using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaeRealtime.Live.Parameters;

/// <summary>The lists of the parameters, described as <see cref="ParameterTable"/> describes single values.</summary>
internal static class ParameterLists
{
    /// <summary>The way from a keyframe to the next.</summary>
    public static readonly ListMember KeyframeLength = new("source/keyframes/items/length", "The way to the next keyframe; at speed 1 these are seconds.") { Minimum = 0.001, Maximum = 1000, Unit = "keys" };

    /// <summary>How fast a modulation goes round.</summary>
    public static readonly ListMember ModulationRate = new("modulation/items/rate", "Periods a second, or a beat with sync.") { Minimum = 0, Maximum = 60 };

    /// <summary>Where a modulation starts.</summary>
    public static readonly ListMember ModulationPhase = new("modulation/items/phase", "Where in its period it starts.") { Minimum = 0, Maximum = 1 };

    // Types that the schema names once are described where it names them first.
    private static readonly Dictionary<string, ListMember> ByPath = new ListMember[]
    {
        new("sampler/schedule", "Times of the steps, falling from 1 (noise) to 0; empty for the model's own."),
        new("source/seeds", "Seeds and their weights: where every path starts."),
        new("source/seeds/items/seed", "Any whole number is another picture.") { Minimum = 0 },
        new("source/seeds/items/weight", "Its share of the blend."),
        new("source/keyframes", "The points of the timeline.") { Timeline = new TimelineHint("length", "source/closed", "source/mode", Name(SourceMode.Keyframes), "source/speed", Name(SessionAction.AddKeyframe)) },
        new("source/keyframes/items/seeds", "The keyframe's own blend of seeds."),
        new("source/keyframes/items/classes", "The keyframe's own classes; empty for those of the session."),
        new("source/keyframes/items/classes/items/class", "What it shows."),
        new("source/keyframes/items/classes/items/weight", "Its share of the blend."),
        new("source/keyframes/items/picture", "A picture instead of seeds and classes, in spaces latent and feature: a photo that was dropped on a window."),
        new("source/keyframes/items/picture/name", "What it is."),
        new("source/keyframes/items/picture/model", "Hash of the model whose latent it is."),
        new("source/keyframes/items/picture/latent", "Its latent: float16, little endian, Base64."),
        KeyframeLength,
        new("source/keyframes/items/easing", "How the way to the next keyframe is covered."),
        new("source/paint", "Places that are made anew while the rest stays as it is shown now: a digit 0 to f for each place of a square grid, row by row; empty for none."),
        new("condition/classes", "What the pictures show; empty for no class, or a mix."),
        new("condition/prompt", "Words for a model that knows them: phrases with weights, such as red hair:1.5, glasses, below 0 what guidance leads away from; empty for none."),
        new("condition/directions", "The model's semantic directions with weights, such as smile:1.5, component 2:-1; empty for none."),
        new("modulation", "Numbers that move by themselves: base + depth · wave."),
        new("modulation/items/target", "The number that moves."),
        new("modulation/items/shape", "Its course."),
        ModulationRate,
        new("modulation/items/sync", "Whether the rate counts periods a beat."),
        new("modulation/items/depth", "Height of the wave in the target's unit.") { Example = 0.25 },
        new("modulation/items/base", "The value that it moves about; empty for the one that is set."),
        ModulationPhase,
    }.ToDictionary(member => member.Path, StringComparer.Ordinal);

    /// <summary>Adds to the schema of a list, or of a member of its records; leaves others alone.</summary>
    public static void Describe(string path, JsonObject schema)
    {
        if (!ByPath.TryGetValue(path, out var member))
        {
            return;
        }

        schema["description"] = member.Summary;
        if (member.Minimum is { } minimum)
        {
            schema["minimum"] = minimum;
        }

        if (member.Maximum is { } maximum)
        {
            schema["maximum"] = maximum;
        }

        if (member.Unit.Length > 0)
        {
            schema["unit"] = member.Unit;
        }

        if (member.Example is { } example)
        {
            schema["examples"] = new JsonArray(example);
        }

        if (member.Timeline is { } timeline)
        {
            schema["timeline"] = new JsonObject
            {
                ["length"] = timeline.Length,
                ["closed"] = timeline.Closed,
                ["plays"] = timeline.Plays,
                ["playsAs"] = timeline.PlaysAs,
                ["speed"] = timeline.Speed,
                ["add"] = timeline.Add,
            };
        }
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
