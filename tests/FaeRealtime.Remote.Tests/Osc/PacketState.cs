using System.Globalization;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Remote.Tests.Osc;

/// <summary>The few parameters that tests set by OSC, and by which rules.</summary>
/// <param name="classes">How many classes the model has.</param>
internal sealed class PacketState(int classes)
{
    private const double Near = 1e-6;

    private Dictionary<int, double> _blend = [];
    private List<(long Seed, double Weight)> _seeds = [];
    private double _steps;
    private double _guidance;
    private int _mode;
    private bool _blackout;

    /// <summary>Takes over what is set.</summary>
    public void Read(SessionParameters now)
    {
        (_steps, _guidance, _mode, _blackout) = (now.Sampler.Steps, now.Sampler.Guidance, (int)now.Source.Mode, now.Blackout);
        _seeds = [.. now.Source.Seeds.Select(item => ((long)item.Seed, item.Weight))];
        _blend = now.Condition.Classes.ToDictionary(item => item.Class, item => item.Weight);
    }

    /// <summary>Whether parameters are as expected.</summary>
    public bool Equals(SessionParameters now)
    {
        var other = new PacketState(classes);
        other.Read(now);
        return _steps == other._steps && IsNear(_guidance, other._guidance) && _mode == other._mode && _blackout == other._blackout
            && _seeds.Count == other._seeds.Count && _seeds.Zip(other._seeds).All(pair => pair.First.Seed == pair.Second.Seed && IsNear(pair.First.Weight, pair.Second.Weight))
            && _blend.Count == other._blend.Count && _blend.All(item => other._blend.TryGetValue(item.Key, out var weight) && IsNear(item.Value, weight));
    }

    /// <summary>Applies a message.</summary>
    /// <returns>Whether it is sound; null for an address that this does not know.</returns>
    public bool? Apply(string address, List<object> values) => address switch
    {
        "/fae/steps" => Number(values) is { } steps && steps == Math.Floor(steps) && steps is >= 1 and <= 1000 && Set(ref _steps, steps),
        "/fae/guidance" => Number(values) is { } scale && scale is >= 0 and <= 100 && Set(ref _guidance, scale),
        "/fae/seeds" => SetSeeds(values),
        "/fae/mode" => SetMode(values),
        "/fae/blackout" => values is [bool on] ? Set(ref _blackout, on) : Number(values) is 0.0 or 1.0 && Set(ref _blackout, Number(values) == 1.0),
        "/fae/preset" => false,
        _ when address.StartsWith("/fae/class/", StringComparison.Ordinal) && char.IsAsciiDigit(address[^1]) => SetClass(int.Parse(address[11..], CultureInfo.InvariantCulture), values),
        _ => null,
    };

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= Near * Math.Max(1.0, Math.Abs(a));

    private static double? Number(List<object> values) => values is [var only] ? Real(only) : null;

    private static double? Real(object value) => value switch
    {
        long whole => whole,
        double real => real,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    private static bool IsSeed(object value) => Real(value) is >= 0 and <= 9.3e18 and var seed && seed == Math.Floor(seed) && (value is not double || seed <= 9007199254740992.0);

    private static bool Set<T>(ref T place, T value)
    {
        place = value;
        return true;
    }

    private bool SetSeeds(List<object> values)
    {
        if (values.Count == 1)
        {
            values = [values[0], 1.0];
        }

        var pairs = values.Chunk(2).Where(pair => pair.Length == 2 && IsSeed(pair[0]) && Real(pair[1]) is not null).Select(pair => (pair[0] is long whole ? whole : (long)Real(pair[0])!.Value, Real(pair[1])!.Value)).ToList();
        var sound = values.Count is > 0 and <= 128 && pairs.Count * 2 == values.Count && pairs.TrueForAll(pair => Math.Abs(pair.Item2) <= 1e6)
            && pairs.GroupBy(pair => pair.Item1).Any(group => Math.Abs(group.Sum(pair => pair.Item2)) > 1e-9);
        return sound && Set(ref _seeds, pairs);
    }

    // Without keyframes there is nothing to play.
    private bool SetMode(List<object> values)
    {
        string[] names = ["walk", "loop", "keyframes", "fixed"];
        var index = values is [string name] ? Array.IndexOf(names, name) : Number(values) is { } number && number == Math.Floor(number) && number is >= 0 and < 4 ? (int)number : -1;
        return index >= 0 && index != 2 && Set(ref _mode, index);
    }

    private bool SetClass(int index, List<object> values)
    {
        if (Number(values) is not { } weight || (weight != 0 && (index >= classes || weight is not (> 0 and <= 1e6))))
        {
            return false;
        }

        _blend.Remove(index);
        if (weight != 0)
        {
            _blend.Add(index, weight);
        }

        return true;
    }
}
