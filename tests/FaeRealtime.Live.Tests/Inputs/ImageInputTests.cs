using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Inputs;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Inputs;

/// <summary>Pictures on their way into a session.</summary>
public sealed class ImageInputTests
{
    private const int Side = 4;

    [Fact]
    public void Put_Picture_IsShownAsItsLatent()
    {
        using var session = Session();
        using var input = Start(session, out _);
        Assert.True(input.Put(Grey(51)));
        Until(() => session.Input.Count == 1);
        session.Update(0.1);
        Assert.All(session.Latent.ToArray(), value => Assert.Equal(0.2, value, 1e-6));
        Assert.Null(input.Failure);
        input.Clear();
        Assert.False(session.Input.IsPresent);
    }

    /// <summary>A camera is faster than the encoder: what came meanwhile is not queued.</summary>
    [Fact]
    public void Put_FasterThanTheEncoder_TakesTheNewest()
    {
        using var session = Session();
        using var input = Start(session, out var encoder);
        encoder.Gate.Reset();
        for (byte i = 0; i <= 100; i++)
        {
            Assert.True(input.Put(Grey(i)));
        }

        encoder.Gate.Set();
        Until(() => session.Input.Count > 0 && Latent(session) == 100 / 255f);
        Assert.InRange(encoder.Encoded, 1, 3);
    }

    [Fact]
    public void Put_OtherSize_IsNotTaken()
    {
        using var session = Session();
        using var input = Start(session, out _);
        Assert.False(input.Put(new byte[7]));
        Assert.False(input.Put([]));
        Assert.Equal(0, session.Input.Count);
    }

    [Fact]
    public void Start_EncoderThatCannotBeOpened_SaysSoOnceAndTheSessionGoesOn()
    {
        List<string> said = [];
        using var session = Session();
        using var input = ImageInput.Start(session, _ => throw new CheckpointException("The file is spoiled."), said.Add);
        Until(() => input.Failure is not null);
        Assert.False(input.Put(Grey(1)));
        session.Update(0.1);
        Thread.Sleep(250);
        Assert.Contains("The file is spoiled.", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal((0, "The file is spoiled."), (input.Side, input.Failure));
    }

    [Fact]
    public void Apply_OtherModel_OpensItsEncoder()
    {
        List<FakeEncoder> opened = [];
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => new FakeEngine(),
            Models = name => new FakeEngine { Hash = name },
            Parameters = Shown,
        });
        session.WaitForEngine(Patience.Long);
        using var input = ImageInput.Start(session, model =>
        {
            opened.Add(new FakeEncoder(opened.Count == 0 ? Side : 2 * Side, model.LatentLength));
            return opened[^1];
        }, _ => { });
        Until(() => input.Side == Side && input.Put(Grey(10)) && session.Input.IsPresent);
        session.Apply(session.Parameters! with { Model = "1111111111111111" });
        Until(() => input.Side == 2 * Side);
        Assert.False(input.Put(Grey(10)));
        Assert.True(opened[0].IsDisposed);
        Assert.False(session.Input.IsPresent);
    }

    [Fact]
    public void Dispose_BeforeAndAfterTheSession_EndsTheThreadAndTheInput()
    {
        var session = Session();
        var input = Start(session, out var encoder);
        input.Put(Grey(1));
        Until(() => session.Input.IsPresent);
        input.Dispose();
        input.Dispose();
        Assert.True(encoder.IsDisposed);
        Assert.False(session.Input.IsPresent);
        var late = Start(session, out var last);
        session.Dispose();
        late.Put(Grey(1));
        late.Dispose();
        Assert.True(last.IsDisposed);
    }

    private static SessionParameters Shown
    {
        get
        {
            var parameters = TestParameters.Of(mode: SourceMode.Fixed, transition: 0);
            return parameters with { Source = parameters.Source with { Input = 1 } };
        }
    }

    private static LatentSession Session()
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = Shown, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience.Long);
        return session;
    }

    private static ImageInput Start(LatentSession session, out FakeEncoder encoder)
    {
        var made = new FakeEncoder(Side, session.Info!.LatentLength);
        encoder = made;
        var input = ImageInput.Start(session, _ => made, line => Assert.Fail(line));
        Until(() => input.Side == Side);
        return input;
    }

    private static float Latent(LatentSession session)
    {
        session.Update(1.0);
        return session.Latent[0];
    }

    private static byte[] Grey(byte value) => [.. Enumerable.Repeat(value, Side * Side * 3)];

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience.Long));
}
