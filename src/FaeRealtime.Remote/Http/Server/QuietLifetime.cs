using Microsoft.Extensions.Hosting;

namespace FaeRealtime.Remote.Http.Server;

/// <summary>Leaves Ctrl+C and signals to the command that serves.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
