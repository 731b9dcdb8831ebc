using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Testing.Ranks;

namespace FaeRealtime.Host.Tests.Ranks;

/// <summary>A running program, or mpirun with its ranks, whose output is read as it comes.</summary>
internal sealed class RankProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    /// <param name="process">Taken over.</param>
    public RankProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">As the command <c>kill</c> names it.</param>
    public void Signal(string name) => Mpirun.Signal(_process.Id.ToString(CultureInfo.InvariantCulture), name);

    /// <summary>Waits for its end.</summary>
    public async Task<FaeResult> End()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new FaeResult(_process.ExitCode, await _output, await _error);
    }

    // mpirun ends its ranks when it is asked to, not when it is killed.
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
        }

        _process.Dispose();
    }
}
