using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Testing.Ranks;

namespace FaeRealtime.Host.Tests.Ranks;

/// <summary>A running program, or mpirun with its ranks, whose output is read as it comes.</summary>
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

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">As the command <c>kill</c> names it.</param>
    public void Signal(string name) => Mpirun.Signal(process.Id.ToString(CultureInfo.InvariantCulture), name);

    /// <summary>Waits for its end.</summary>
    public async Task<FaeResult> End()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new FaeResult(process.ExitCode, await output, await error);
    }

    // mpirun ends its ranks when it is asked to, not when it is killed.
    public void Dispose()
    {
        if (!process.HasExited)
        {
            Signal("TERM");
        }

        process.Dispose();
    }
}
