using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The range of a number on the command line.</summary>
internal static class NumberRange
{
    /// <param name="option">Its name, with its dashes.</param>
    /// <param name="value">What was given.</param>
    /// <param name="lowest">The least allowed.</param>
    /// <param name="highest">The most.</param>
    /// <exception cref="ConfigException">It is outside, or not a number.</exception>
    public static void Check(string option, double value, double lowest, double highest)
    {
        if (!(value >= lowest && value <= highest))
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; give {lowest} to {highest}."));
        }
    }
}
