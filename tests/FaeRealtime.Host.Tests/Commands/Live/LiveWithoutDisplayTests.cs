using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Commands.Live;

[Collection(AloneTests.Name)]
public sealed class LiveWithoutDisplayTests
{
    [Fact]
    public async Task Live_NoDisplay_SaysSoAndServesThePage()
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("model"));
        using var program = FaeProcess.Start(folder.Path, ["live", folder.At("model"), "--http-port", "0"]);
        try
        {
            Assert.Contains("no display", await program.StandardError.ReadLineAsync(), StringComparison.Ordinal);
            var line = await program.StandardOutput.ReadLineAsync();
            Assert.StartsWith("page http://127.0.0.1:", line, StringComparison.Ordinal);
            using var client = new HttpClient();
            Assert.True((await client.GetAsync(new Uri(line!["page ".Length..] + "health"))).IsSuccessStatusCode);
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync();
        }
    }
}
