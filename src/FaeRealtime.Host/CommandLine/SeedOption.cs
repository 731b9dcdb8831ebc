using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The option <c>--seeds</c> of live commands: one seed starts a walk, several are the keyframes of a closed path.</summary>
internal sealed class SeedOption
{
    private readonly Option<string> _seeds = new("--seeds", "--seed") { Description = "Seeds and ranges, such as 0-31: one starts a walk, several are the keyframes of a closed path.", DefaultValueFactory = _ => "0" };

    public Option Option => _seeds;

    /// <summary>A source with the seeds that were asked for.</summary>
    /// <exception cref="ConfigException">They are none.</exception>
    public SourceParameters Read(ParseResult parsed, SourceParameters source)
    {
        var seeds = SeedList.Parse(parsed.GetValue(_seeds)!);
        var first = source with { Seeds = [new WeightedSeed(seeds[0], 1.0)] };

        // Samples have an order of their own, which the first seed shuffles.
        return seeds.Count == 1 || source.Keys == SourceKeys.Samples
            ? first
            : first with { Mode = SourceMode.Keyframes, Keyframes = [.. seeds.Select(seed => new Keyframe { Seeds = [new WeightedSeed(seed, 1.0)] })] };
    }
}
