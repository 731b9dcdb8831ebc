using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Host.CommandLine;

/// <summary>libtorch for the commands that compute with it.</summary>
internal static class TorchLibrary
{
    private static int _warned;

    /// <summary>Loads it before TorchSharp is touched. What may not fit is said on stderr, once.</summary>
    /// <exception cref="NativeException">There is none; the message names the command that brings it.</exception>
    public static void Use()
    {
        var loaded = Libtorch.Require();
        if (loaded.Warning.Length > 0 && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            Console.Error.WriteLine($"fae: {loaded.Warning}");
        }
    }

    /// <summary>Why it does not load; null where it does.</summary>
    public static string? Lacking()
    {
        try
        {
            Libtorch.Require();
            return null;
        }
        catch (NativeException reason)
        {
            return FailureReport.Told(reason);
        }
    }
}
