namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>What is known about one piece of the machine.</summary>
/// <param name="Name">Of the piece.</param>
/// <param name="Found">Whether it is there and works.</param>
/// <param name="Facts">What it is, or why it is not there.</param>
/// <param name="Costs">What goes without it; null where it is there.</param>
/// <param name="Command">What brings it; null where it is there, or nothing does.</param>
internal sealed record Finding(string Name, bool Found, string Facts, string? Costs = null, string? Command = null)
{
    /// <summary>The piece is not there.</summary>
    public static Finding Missing(string name, string reason, string costs, string? command) => new(name, false, reason, costs, command);
}
