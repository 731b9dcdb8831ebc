using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.Commands.Images;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.Commands.Directions;

/// <summary>Finds directions and writes them into the model's folder.</summary>
internal static class DirectionsRun
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Makes what was asked for; directions of the other kind stay.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="output">Told how far it has come.</param>
    /// <param name="clock">For the intervals.</param>
    /// <param name="cancellationToken">Checked between steps; the folder's files stay as they were then.</param>
    /// <returns>A line for each direction.</returns>
    /// <exception cref="FaeException">The model, a phrase or the folder failed.</exception>
    public static IEnumerable<string> Run(DirectionsRequest request, TextWriter output, TimeProvider clock, CancellationToken cancellationToken)
    {
        var folder = request.Generator.Folder;
        var before = ModelDirections.Of(folder);
        var phrases = request.Phrases.Count > 0 ? Phrases(request) : Kept(before, DirectionKind.Phrase);
        var components = request.Components is { } count ? Components(request, count, output, clock, cancellationToken) : Kept(before, DirectionKind.Feature);
        (Direction Direction, float[] Vector)[] all = [.. phrases, .. components];
        if (all.GroupBy(one => one.Direction.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ConfigException($"Two directions would be called '{Shortened.Text(twice.Key)}'. Give them other names.");
        }

        new ModelDirections([.. all.Select(one => one.Direction)], [.. all.Select(one => one.Vector)]).Save(folder);
        return all.Select(one => $"{one.Direction.Name}: {one.Direction.Origin}");
    }

    private static IEnumerable<(Direction, float[])> Kept(ModelDirections? before, DirectionKind kind) =>
        [.. (before?.All ?? []).Where(one => one.Kind == kind).Select(one => (one with { Vector = one.Name }, before!.Vector(before.PlaceOf(one.Name)).ToArray()))];

    // √W times a difference of unit vectors, which is about as long as a prompt's: twice of it leads to where no prompt was trained.
    private static IEnumerable<(Direction, float[])> Phrases(DirectionsRequest request)
    {
        var words = PhraseVectors.Of(request.Generator.Folder, request.Generator.Engine.PhraseEncoder)!;
        foreach (var (name, to, from) in request.Phrases)
        {
            var (vector, factor) = (new float[words.Numbers], MathF.Sqrt(words.Numbers));
            PhraseVectors.Add(vector, words.Vector(to), factor);
            if (from is not null)
            {
                PhraseVectors.Add(vector, words.Vector(from), -factor);
            }

            yield return (new Direction { Name = name, Kind = DirectionKind.Phrase, Vector = name, Minimum = -1, Maximum = 1, Origin = from is null ? to : $"{to} - {from}" }, vector);
        }
    }

    private static List<(Direction, float[])> Components(DirectionsRequest request, int count, TextWriter output, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return [];
        }

        var (features, groups) = Sample(request, new ImagesDisplay(clock, output), cancellationToken);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Principal components of {features.Length} x {features[0].Length} features"));
        var told = clock.GetTimestamp();
        var found = FeatureComponents.Fit(features, groups, count, new Told(share =>
        {
            if (clock.GetElapsedTime(told) >= Interval)
            {
                told = clock.GetTimestamp();
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{share:P0} done"));
            }
        }), cancellationToken);
        return [.. found.Vectors.Select((vector, i) =>
        {
            var name = i < request.Names.Count ? request.Names[i] : string.Create(CultureInfo.InvariantCulture, $"component {i + 1}");
            var origin = string.Create(CultureInfo.InvariantCulture, $"component {i + 1} of {features.Length} pictures, {100 * found.Shares[i]:0.0} % of the variance within classes");
            return (new Direction { Name = name, Kind = DirectionKind.Feature, Vector = name, Origin = origin }, vector);
        })];
    }

    // As the command that makes still pictures makes them, but for the painting.
    private static (float[][] Features, int[] Groups) Sample(DirectionsRequest request, ImagesDisplay display, CancellationToken cancellationToken)
    {
        using var engine = request.Generator.Engine.Open();
        var (parameters, info) = (request.Generator.Parameters, engine.Info);
        SamplingPlan[] steps = [.. SamplingPlan.Of(parameters.Applied(info.Sampling), info.Config.Generator.Path).Steps.Select(step => new SamplingPlan([step]))];
        var (features, groups, latent) = (new float[request.Samples][], new int[request.Samples], new float[info.LatentLength]);
        display.Begin(request.Samples, steps.Length);
        for (var i = 0; i < request.Samples; i++)
        {
            WeightedSeed[] seeds = [new((ulong)i, 1.0)];
            WeightedClass[] classes = [.. request.Generator.Class.Blend((ulong)i)];
            var words = request.Generator.Class.Worded(parameters.Condition, info.Prompts, (ulong)i).Words(info.Words, info.Directions, info.Config.Name);
            PriorBlend.FillNoise(seeds, latent);
            foreach (var step in steps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                engine.Generate(latent, new(classes, words), step, seeds, latent);
                display.Evaluated();
            }

            (features[i], groups[i]) = (new float[info.FeatureLength], classes is [var one] ? one.Class : 0);
            engine.DecodeFeatures(latent, features[i]);
            display.Finished();
        }

        return (features, groups);
    }

    private sealed class Told(Action<double> action) : IProgress<double>
    {
        public void Report(double value) => action(value);
    }
}
