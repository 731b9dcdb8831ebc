using System.Globalization;

namespace FaeRealtime.Core.Config;

/// <summary>Collects what is wrong with a configuration, each problem one sentence that starts with the key.</summary>
internal sealed class ProblemList
{
    public List<string> Problems { get; } = [];

    public void Require(bool holds, FormattableString problem)
    {
        if (!holds)
        {
            Problems.Add(problem.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Range(string key, double value, double from, double to) =>
        Require(value >= from && value <= to, $"{key} is {value}; give {from} to {to}.");

    public void Epsilon(string key, double value) =>
        Require(value > 0 && value <= 1, $"{key} is {value}; give a number above 0 and at most 1, such as 1e-6.");

    public void Divides(string key, int value, string divisorKey, int divisor) =>
        Require(divisor > 0 && value % divisor == 0, $"{key} is {value}, no multiple of {divisorKey} = {divisor}.");

    public void Heads(string part, int width, int heads, int multipleOf)
    {
        Range($"{part}.width", width, 1, 1 << 20);
        Range($"{part}.heads", heads, 1, 1024);
        Divides($"{part}.width", width, $"{part}.heads", heads);
        if (heads > 0 && width % heads == 0)
        {
            Require(width / heads % multipleOf == 0, $"{part}.width / {part}.heads is {width / heads}; rotary positions need a multiple of {multipleOf}.");
        }
    }
}
