using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Video;

/// <summary>A modulation on the command line.</summary>
internal static class ModulationText
{
    /// <summary>Reads <c>PARAMETER=SHAPE:DEPTH</c>, with <c>@RATE</c> behind it for a wave.</summary>
    /// <exception cref="ConfigException">It is none.</exception>
    public static Modulation Parse(string text)
    {
        if (text.Split('=') is not [var path, var rest] || rest.Split(':') is not [var shape, var numbers] || numbers.Split('@') is not [var depth, .. var rates] || rates.Length > 1)
        {
            throw new ConfigException($"--modulate is '{text}'; give PARAMETER=SHAPE:DEPTH, such as source/speed=low:2, or with @RATE behind it.");
        }

        var target = ParameterTable.At(path).Path;
        var names = Enum.GetNames<WaveShape>();
        if (!names.Contains(shape, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConfigException($"--modulate is '{text}': there is no shape '{shape}'; the nearest is '{NearestName.Of(shape, names)!.ToLowerInvariant()}'.");
        }

        var modulation = new Modulation { Target = target, Shape = Enum.Parse<WaveShape>(shape, ignoreCase: true), Depth = Number(text, depth) };
        return rates is [var rate] ? modulation with { Rate = Number(text, rate) } : modulation;
    }

    private static double Number(string text, string number) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
        ? value
        : throw new ConfigException($"--modulate is '{text}': '{number}' is no number.");
}
