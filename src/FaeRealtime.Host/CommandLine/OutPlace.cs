namespace FaeRealtime.Host.CommandLine;

/// <summary>Where a live session's pictures, recordings and sets go unless a command line says otherwise.</summary>
internal static class OutPlace
{
    /// <summary>A folder in the current one, made when something is written.</summary>
    public const string Usual = "recordings";
}
