using System.ComponentModel;
using System.Diagnostics;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Preparation;

/// <summary>Fetches a package archive with the user's npm.</summary>
public static class NpmPackage
{
    /// <summary>Runs <c>npm pack</c>.</summary>
    /// <param name="package">Name and exact version, <c>name@1.2.3</c>.</param>
    /// <param name="folder">Where the archive is written; exists.</param>
    /// <param name="cancellationToken">Ends npm.</param>
    /// <returns>The archive's path.</returns>
    /// <exception cref="ConfigException">npm is not installed, or it failed (its own message is quoted).</exception>
    public static async Task<string> PackAsync(string package, string folder, CancellationToken cancellationToken)
    {
        using var npm = Start(package, folder);
        var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
        var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
        try
        {
            await npm.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }

        await output.ConfigureAwait(false);
        var archive = Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault();
        if (npm.ExitCode != 0 || archive is null)
        {
            throw new ConfigException(
                $"'npm pack {package}' ended with {npm.ExitCode}: {Reason(await errors.ConfigureAwait(false))}. "
                + "Check the network and npm's registry, or fetch the archive elsewhere and give that.");
        }

        return archive;
    }

    private static Process Start(string package, string folder)
    {
        var start = new ProcessStartInfo("npm", ["pack", package, "--silent"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return Process.Start(start) ?? throw new ConfigException("npm did not start.");
        }
        catch (Win32Exception failure)
        {
            throw new ConfigException($"npm cannot be started ({failure.Message}). Install it (Debian: apt install npm), or fetch {package} elsewhere and give the .tgz.", failure) { Subject = "Archive" };
        }
    }

    private static string Reason(string errors)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase) || line.Contains("ERR!", StringComparison.Ordinal))
            ?? lines.FirstOrDefault()
            ?? "no message";
    }
}
