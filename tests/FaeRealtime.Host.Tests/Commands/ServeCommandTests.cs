using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class ServeCommandTests
{
    [Fact]
    public async Task Serve_OnAllAddressesWithoutToken_RefusesToStart()
    {
        using var place = new ModelPlace();
        var result = await FaeProcess.Run(["serve", place.Model, "--host", "0.0.0.0"], ("FAE_TOKEN", ""));
        result.AssertRefused(ExitCode.Input, "--token");
    }
}
