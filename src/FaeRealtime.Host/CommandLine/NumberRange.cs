using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The range of a number on the command line.</summary>
internal static class NumberRange
{
    /// <param name="option">Its name, with its dashes.</param>
    /// <param name="value">What was given.</param>
    /// <param name="minimum">The least allowed.</param>
    /// <param name="maximum">The most.</param>
    /// <exception cref="ConfigException">It is outside, or not a number.</exception>
    public static void Check(string option, double value, double minimum, double maximum)
    {
        if (!(value >= minimum && value <= maximum))
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; give {minimum} to {maximum}."));
        }
    }
}
