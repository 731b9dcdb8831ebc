using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Examples;

public sealed class EmbedExampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Texture_WithAContext_DrawsAStableName()
    {
        // The context is opened, used and closed by the one thread that runs the loop.
        EglContext? context = null;
        var drawn = new HashSet<uint>();
        await EmbedExamples.Texture(
            Model(),
            () => (context = EglContext.CreateSurfaceless()).Gl,
            () =>
            {
                if (drawn.All(name => name == 0))
                {
                    return true;
                }

                context!.Dispose();
                return false;
            },
            name => drawn.Add(name));
        Assert.Single(drawn, name => name != 0);
    }

    [Fact]
    public void Control_OfASession_LeavesStepsAndSeed()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine() });
        session.WaitForEngine(Patience.Long);
        var first = session.Parameters!;
        EmbedExamples.Control(session);
        Assert.Equal((4, SourceMode.Loop), (session.Parameters!.Sampler.Steps, session.Parameters.Source.Mode));
        Assert.NotEqual(first.Source.Seeds, session.Parameters.Source.Seeds);
        Assert.Equal(2, Assert.Single(session.Parameters.Condition.Classes).Class);
    }

    [Fact]
    public async Task Frames_OfAModel_AreNinety()
    {
        var frames = new List<ReadOnlyMemory<byte>>();
        await EmbedExamples.Frames(Model(), frames.Add, CancellationToken.None);
        Assert.Equal(90, frames.Count);
        Assert.False(frames[0].Span.SequenceEqual(frames[89].Span));
    }

    [Fact]
    public async Task Still_BesideASession_HasPixels()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = new SessionParameters() });
        var length = 0;
        await EmbedExamples.Still(session, new Progress<double>(), pixels => length = pixels.Length, CancellationToken.None);
        Assert.True(length > 0);
    }

    public void Dispose() => _folder.Dispose();

    private string Model() => TestModel.Create(_folder.At("model")).Path;
}
