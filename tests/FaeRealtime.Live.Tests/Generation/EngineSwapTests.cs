using FaeRealtime.Live.Generation;

namespace FaeRealtime.Live.Tests.Generation;

/// <summary>What happens when another model is requested while the one before waits for its place: an engine must serve in the end, and only one.</summary>
public sealed class EngineSwapTests
{
    private readonly SessionGate _gate = new(TimeProvider.System);
    private readonly EngineSwap _engines;

    public EngineSwapTests()
    {
        _engines = new EngineSwap(_gate, string.Empty);
        Assert.True(_engines.Take(null, () => false));
    }

    [Fact]
    public async Task Take_WishedModel_GetsThePlaceThatIsLeft()
    {
        _engines.Request("second");
        var taken = Waiting("second");

        Assert.True(_engines.Leave());
        Assert.True(await taken);
        Assert.Equal((true, false), (_engines.IsServed, _engines.IsFollowed));
        Assert.Null(_engines.Begin("second", "second"));
        Assert.Null(_engines.Opening);
    }

    [Fact]
    public async Task Take_RunningModelIsWishedAgain_GoesAndLetsItRun()
    {
        _engines.Request("second");
        var taken = Waiting("second");

        TestParameters(string.Empty);
        Assert.False(await taken);
        Assert.False(_engines.IsFollowed);
        Assert.False(_engines.Leave());
    }

    [Fact]
    public async Task Take_RunningModelIsWishedAgainAfterItLeft_HasThePlaceAllTheSame()
    {
        _engines.Request("second");
        var taken = Waiting("second");
        lock (_gate)
        {
            Assert.True(_engines.Promise());
            _engines.Request(string.Empty);
        }

        Assert.True(_engines.Leave());

        Assert.True(await taken);
        Assert.Equal(string.Empty, _engines.Begin("second", string.Empty));
    }

    [Fact]
    public async Task Take_ThirdModelIsWished_SecondGoesAndTheThirdFollows()
    {
        _engines.Request("second");
        var second = Waiting("second");
        TestParameters("third");
        var third = Waiting("third");

        Assert.False(await second);
        Assert.True(_engines.IsFollowed);
        Assert.True(_engines.Leave());
        Assert.True(await third);
    }

    [Fact]
    public async Task Take_PlaceIsPromised_NobodyElseTakesIt()
    {
        // Who comes through the gate first is up to the system: often enough, it is the wrong one.
        for (var i = 0; i < 200; i += 2)
        {
            var (promised, next) = ($"model {i}", $"model {i + 1}");
            _engines.Request(promised);
            var first = Waiting(promised);
            Task<bool> second;
            lock (_gate)
            {
                Assert.True(_engines.Leave());
                _engines.Request(next);
                second = Task.Run(() => _engines.Take(next, () => false));
                Thread.Yield();
            }

            Assert.True(await first.WaitAsync(Patience.Long));
            Assert.Null(_engines.Begin(promised, next));
            Assert.True(_gate.WaitUntil(() => _engines.IsFollowed, Patience.Long));
            Assert.True(_engines.Leave());
            Assert.True(await second.WaitAsync(Patience.Long));
            _engines.Begin(next, next);
        }
    }

    [Fact]
    public async Task Take_LateModelOfAnOlderWish_DoesNotHideTheOneThatWaits()
    {
        _engines.Request("second");
        TestParameters("third");
        var third = Waiting("third");
        Assert.False(_engines.Take("second", () => false));

        Assert.True(_engines.IsFollowed);
        Assert.True(_engines.Leave());
        Assert.True(await third.WaitAsync(Patience.Long));
    }

    private Task<bool> Waiting(string model)
    {
        var taken = Task.Run(() => _engines.Take(model, () => false));
        Assert.True(_gate.WaitUntil(() => _engines.IsFollowed, Patience.Long));
        return taken;
    }

    private void TestParameters(string model)
    {
        lock (_gate)
        {
            _engines.Request(model);
            _gate.Announce();
        }
    }
}
