namespace FaeRealtime.Host.CommandLine;

/// <summary>What the program returns. A <see cref="Core.Errors.FaeException"/> names its own.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 1;

    /// <summary>A configuration or file is wrong.</summary>
    public const int Input = 2;

    /// <summary>A device or native library failed.</summary>
    public const int Native = 3;

    /// <summary>Ended by Ctrl+C or a signal.</summary>
    public const int Cancelled = 130;
}
