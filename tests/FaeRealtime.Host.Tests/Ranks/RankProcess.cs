using System.Diagnostics;
using System.Globalization;

namespace FaeRealtime.Host.Tests.Ranks;

/// <summary>A running rank whose output is read as it comes.</summary>
internal sealed class RankProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    /// <param name="process">Taken over.</param>
    public RankProcess(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Ends it as a crash or the system's memory killer would.</summary>
    public void Kill() => process.Kill();

    /// <summary>Asks it to end, as a batch system does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<FaeResult> End()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new FaeResult(process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
