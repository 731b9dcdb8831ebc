namespace FaeRealtime.Host.Tests.Verbs;

public sealed class ServeVerbTests
{
    [Fact]
    public async Task Serve_OnAllAddressesWithoutToken_RefusesToStart()
    {
        using var place = new ModelPlace();
        var result = await FaeProcess.Run(["serve", place.Model, "--host", "0.0.0.0"], ("FAE_TOKEN", ""));
        result.AssertRefused(ExitCode.Input, "--token");
    }
}
