using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Time;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Recording;

public sealed class SessionRecordingTests : IDisposable
{
    private const double Frame = 1.0 / 50.0;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Changes_OfRecordedSet_AreThoseThatWereMade()
    {
        var set = Record(out var final);
        var path = _folder.At("set.json");
        set.Save(path);
        var loaded = SessionRecording.Load(path);
        var changes = loaded.Changes().ToArray();

        // Two of the three came between the same frames.
        Assert.Equal([0.2, 0.6], changes.Select(change => Math.Round(change.Seconds, 6)));
        Assert.Equal(ParameterJson.ToText(final), ParameterJson.ToText(changes[^1].Parameters));
        Assert.Equal((1.0, 0.1), (Math.Round(loaded.Seconds, 6), Math.Round(loaded.Start.Seconds, 6)));
        Assert.Equal(["source"], loaded.Events[1].Change.Select(part => part.Key));
        Assert.Contains("\"generator\": \"teacher\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Feature)]
    public void Play_RecordedSetTwice_GivesSameBytesAsTheSession(SourceSpace space)
    {
        var set = Record(out _, space);
        var first = Replay(set);

        Assert.Equal(first, Replay(set));
        Assert.Equal(_live, first);
        Assert.True(first.Distinct().Count() > 10);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 9", "version")]
    [InlineData("\"at\": 0.", "\"at\": 7.", "events[1].at")]
    [InlineData("\"seconds\": 1", "\"seconds\": -1", "seconds")]
    [InlineData("\"position\": 0", "\"position\": -1", "start")]
    [InlineData("\"beats\": 0.", "\"beats\": -0.", "start")]
    public void Load_WrongFile_SaysWhat(string from, string to, string said)
    {
        var path = _folder.At("set.json");
        Record(out _).Save(path);
        var text = File.ReadAllText(path);
        var index = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(index >= 0);
        File.WriteAllText(path, text[..index] + to + text[(index + from.Length)..]);

        Assert.Contains(said, Assert.Throws<ConfigException>(() => SessionRecording.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LongMotion_KeepsEveryFramesChangeInLittleMemory()
    {
        const int Frames = 3000;
        using var session = Open(TestParameters.Of(speed: 0), new SessionStart());
        session.Update(Frame);
        var control = session.Control;
        using var recording = control.BeginRecording();
        List<WeakReference<SessionParameters>> made = [];
        for (var i = 1; i <= Frames; i++)
        {
            control.Set("source/x", i / 7.0);
            control.Set("source/y", i / -3.0);
            control.Set("source/x", i / 3.0);
            made.Add(new(session.Parameters!));
            session.Update(Frame);
        }

        var changes = recording.Read().Changes().ToArray();
        Assert.Equal(Frames, changes.Length);
        Assert.All(changes, (change, i) => Assert.Equal(((i + 1) / 3.0, (i + 1) / -3.0), (change.Parameters.Source.X, change.Parameters.Source.Y)));
        Assert.Equal(changes.Length, recording.Read().Events.Count);
        Assert.True(SpinWait.SpinUntil(() => recording.PackedBytes > 0, Patience.Long));
        Assert.InRange(recording.PackedBytes, 1, Frames * 80);
        GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange(made.Count(parameters => parameters.TryGetTarget(out _)), 0, Frames / 2);
    }

    [Fact]
    public void RecordSet_BesideStartSet_EachHasItsOwnTime()
    {
        using var session = Open(TestParameters.Of(speed: 1), new SessionStart());
        session.Update(Frame);
        var control = session.Control;
        using var whole = control.BeginRecording();
        session.Update(Frame);
        control.StartRecording();
        control.Set("source/speed", 2);
        session.Update(Frame);
        var part = control.StopRecording()!;
        control.Set("source/speed", 3);
        session.Update(Frame);
        whole.Dispose();
        control.Set("source/speed", 4);

        Assert.Null(control.StopRecording());
        Assert.Equal([(0.0, 2.0)], part.Changes().Select(change => (change.Seconds, change.Parameters.Source.Speed)));
        Assert.Equal([2.0, 3.0], whole.Read().Changes().Select(change => change.Parameters.Source.Speed));
        Assert.Equal(3 * Frame, whole.Read().Seconds, 9);
    }

    [Fact]
    public void Read_WhileAnotherModelRuns_NamesTheSessionsOwn()
    {
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => new FakeEngine(),
            Models = _ => new FakeEngine { Hash = "1111111111111111" },
            Pacing = PacingMode.Exact,
            Parameters = TestParameters.Of(),
        });
        session.WaitForEngine(Patience.Long);
        var control = session.Control;
        control.Change(now => now with { Model = "other" });
        session.Update(Frame);
        Assert.Equal("1111111111111111", session.Info!.ModelHash);
        control.StartRecording();
        session.Update(Frame);
        var set = control.StopRecording()!;

        Assert.Equal(("0000000000000000", "other"), (set.ModelHash, set.Parameters.Model));
    }

    public void Dispose() => _folder.Dispose();

    private readonly List<byte> _live = [];

    private SessionRecording Record(out SessionParameters final, SourceSpace space = SourceSpace.Noise)
    {
        using var session = Open(TestParameters.Of(seed: 5, space: space, speed: 2, transition: 0.1), new SessionStart());
        var control = session.Control;
        Play(session, 5);
        control.StartRecording();
        Play(session, 10);
        control.Set("source/speed", 4);
        control.Act(SessionAction.NewSeed);
        Play(session, 20);
        control.Set("source/radius", 0.5);
        Play(session, 20);
        final = control.Parameters;
        return control.StopRecording()!;
    }

    private static List<byte> Replay(SessionRecording set)
    {
        using var session = Open(set.Parameters, set.Start);
        var player = new SessionReplay(set, session);
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
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact, Parameters = parameters, Start = start });
        session.WaitForEngine(Patience.Long);
        return session;
    }
}
