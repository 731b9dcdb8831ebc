using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Control;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;
using FaeRealtime.Live.Sets;

namespace FaeRealtime.Live.Tests.Sets;

public sealed class LiveSetTests : IDisposable
{
    private const double Frame = 1.0 / 50.0;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Changes_OfRecordedSet_AreThoseThatWereMade()
    {
        var set = Record(out var final);
        var path = _folder.At("set.json");
        set.Save(path);
        var loaded = LiveSet.Load(path);
        var changes = loaded.Changes().ToArray();

        Assert.Equal([0.2, 0.2, 0.6], changes.Select(change => Math.Round(change.Seconds, 6)));
        Assert.Equal(ParameterJson.ToText(final), ParameterJson.ToText(changes[^1].Parameters));
        Assert.Equal((1.0, 0.1), (Math.Round(loaded.Seconds, 6), Math.Round(loaded.Start.Seconds, 6)));
        Assert.Single(loaded.Events[0].Change);
        Assert.Contains("\"generator\": \"teacher\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Play_RecordedSetTwice_GivesSameBytesAsTheSession()
    {
        var set = Record(out _);
        var first = Replay(set);

        Assert.Equal(first, Replay(set));
        Assert.Equal(_live, first);
        Assert.True(first.Distinct().Count() > 10);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 9", "version")]
    [InlineData("\"at\": 0.", "\"at\": 7.", "events[1].at")]
    [InlineData("\"seconds\": 1", "\"seconds\": -1", "seconds")]
    public void Load_WrongFile_SaysWhat(string from, string to, string said)
    {
        var path = _folder.At("set.json");
        Record(out _).Save(path);
        var text = File.ReadAllText(path);
        var index = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(index >= 0);
        File.WriteAllText(path, text[..index] + to + text[(index + from.Length)..]);

        Assert.Contains(said, Assert.Throws<ConfigException>(() => LiveSet.Load(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private readonly List<byte> _live = [];

    private LiveSet Record(out SessionParameters final)
    {
        using var session = Open(Wish.Of(seed: 5, space: SourceSpace.Noise, speed: 2, transition: 0.1), new SessionStart());
        var control = new SessionControl(session);
        Play(session, 5);
        control.StartSet();
        Play(session, 10);
        control.Set("source/speed", 4);
        control.Act(SessionAction.NewSeed);
        Play(session, 20);
        control.Set("source/radius", 0.5);
        Play(session, 20);
        final = control.Parameters;
        return control.StopSet()!;
    }

    private static List<byte> Replay(LiveSet set)
    {
        using var session = Open(set.Parameters, set.Start);
        var player = new SetPlayer(set, session);
        List<byte> frames = [];
        while (player.Next(Frame))
        {
            frames.Add(session.Pixels[0]);
        }

        return frames;
    }

    private void Play(LatentSession session, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            session.Update(Frame);
            if (session.Time.Seconds > 0.1 + (Frame / 2))
            {
                _live.Add(session.Pixels[0]);
            }
        }
    }

    private static LatentSession Open(SessionParameters parameters, SessionStart start)
    {
        var session = LatentSession.Create(new SessionOptions { Engine = () => new FakeEngine(), Pacing = PacingMode.Exact, Parameters = parameters, Start = start });
        session.WaitForEngine(Patience.Long);
        return session;
    }
}
