using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Recording;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Parameters;

/// <summary>Pictures that stand on a timeline with their latents.</summary>
public sealed class KeyframeImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;

    public KeyframeImageTests() => _model = TestModel.Create(_folder.At("model"));

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Feature)]
    public void Update_TimelineOfPicturesAndSeeds_ShowsThemInTurn(SourceSpace space)
    {
        var timeline = Timeline(space);
        using var session = Open(timeline);
        using var seed = Open(TestParameters.Of(seed: 8, mode: SourceMode.Fixed, steps: 2, kind: 1));
        seed.Update();
        var shown = Enumerable.Range(0, 7).Select(frame =>
        {
            session.Update(frame == 0 ? 0 : 0.5);
            return session.Pixels.ToArray();
        }).ToArray();

        Assert.Equal(Painted(1), shown[0]);
        Assert.Equal(Painted(2), shown[2]);
        Assert.Equal(seed.Pixels, shown[4]);
        Assert.Equal(shown[0], shown[6]);
        Assert.NotEqual(shown[0], shown[1]);
        Assert.NotEqual(shown[2], shown[1]);
    }

    [Fact]
    public void Merge_TextOfPictures_GivesTheSame()
    {
        var parameters = Timeline(SourceSpace.Feature);
        var read = ParameterJson.Parse(Encoding.UTF8.GetBytes(ParameterJson.ToText(parameters)), "test");
        Assert.Equal(parameters.Source.Keyframes[0].Image, read.Source.Keyframes[0].Image);
        Assert.Empty(ParameterJson.Difference(parameters, read));
        Assert.True(parameters.Source.SameKeyframes(read.Source));
        Assert.False(parameters.Source.SameKeyframes(read.Source with { Keyframes = [.. read.Source.Keyframes.Reverse()] }));
    }

    /// <summary>Presets and recordings on disk, the page and programs outside say «picture».</summary>
    [Fact]
    public void Parse_NameInFiles_StaysPicture()
    {
        var text = ParameterJson.ToText(Timeline(SourceSpace.Latent));
        Assert.Contains("\"picture\": {", text, StringComparison.Ordinal);
        Assert.NotNull(ParameterJson.Parse(Encoding.UTF8.GetBytes(text), "test").Source.Keyframes[0].Image);
        Assert.Throws<ConfigException>(() => ParameterJson.Parse(Encoding.UTF8.GetBytes(text.Replace("\"picture\"", "\"image\"", StringComparison.Ordinal)), "test"));
    }

    [Theory]
    [InlineData("", "Base64")]
    [InlineData("not base64", "Base64")]
    [InlineData("AH4=", "Base64")]
    [InlineData("AAAA", "Base64")]
    [InlineData("AAA8", "Base64")]
    [InlineData("ADw=", "a latent of the model of hash")]
    public void Apply_WrongLatent_IsRefused(string latent, string said)
    {
        using var session = Open(TestParameters.Of());
        var timeline = Timeline(SourceSpace.Latent);
        Keyframe[] keyframes = [timeline.Source.Keyframes[0] with { Image = timeline.Source.Keyframes[0].Image! with { Latent = latent } }, timeline.Source.Keyframes[1]];
        var refused = Assert.Throws<ConfigException>(() => session.Apply(timeline with { Source = timeline.Source with { Keyframes = keyframes } }));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_WhatPicturesCannot_IsRefused()
    {
        using var session = Open(Timeline(SourceSpace.Latent));
        var now = session.Parameters!;
        Refused("source/space", now with { Source = now.Source with { Space = SourceSpace.Noise } });
        Refused("output/view", now with { Output = new OutputParameters { View = OutputView.Steps } });
        Keyframe other = new() { Image = KeyframeImage.Of("x.png", "another", Latent(1)) };
        Refused("x.png", now with { Source = now.Source with { Keyframes = [other, other] } });
        Assert.False(now.Source.HasSteps);

        // Where the timeline does not play, nothing of that matters.
        session.Apply(now with { Source = now.Source with { Mode = SourceMode.Walk, Space = SourceSpace.Noise, Keyframes = [other, other] } });

        void Refused(string said, SessionParameters requested) => Assert.Contains(said, Assert.Throws<ConfigException>(() => session.Apply(requested)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Act_AddKeyframeBesideAPicture_IsRefused()
    {
        using var session = Open(Timeline(SourceSpace.Latent));
        session.Update(0.5);
        var control = session.Control;
        Assert.Contains("picture", Assert.Throws<ConfigException>(() => control.Act(SessionAction.AddKeyframe)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_TimelineOfOtherPictures_BeginsAtItsStart()
    {
        using var session = Open(Timeline(SourceSpace.Latent));
        session.Update();
        session.Update(0.7);
        var now = session.Parameters!;
        session.Apply(now with { Source = now.Source with { Keyframes = [Key(5), Key(6)] } });
        session.Update();
        Assert.Equal(Painted(5), session.Pixels);
    }

    [Fact]
    public void Play_SetWithPictures_NeedsNothingElse()
    {
        using var session = Open(TestParameters.Of(seed: 3, steps: 2, speed: 1, transition: 0.1));
        var control = session.Control;
        control.StartRecording();
        control.Apply(Timeline(SourceSpace.Feature) with { Condition = control.Parameters.Condition });
        List<byte[]> shown = [];
        for (var frame = 0; frame < 12; frame++)
        {
            session.Update(0.1);
            shown.Add(session.Pixels.ToArray());
        }

        control.StopRecording()!.Save(_folder.At("set.json"));
        var set = SessionRecording.Load(_folder.At("set.json"));
        using var again = Open(set.Parameters);
        var player = new SessionReplay(set, again);
        foreach (var picture in shown)
        {
            Assert.True(player.Next(0.1));
            Assert.Equal(picture, again.Pixels);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Latent(ulong seed)
    {
        var latent = new float[64];
        PhiloxNoise.FillNormal(seed, 9, 0, latent);
        return latent;
    }

    private Keyframe Key(ulong seed) => new() { Image = KeyframeImage.Of($"photo {seed}", _model.ShortHash, Latent(seed)) };

    // Two pictures and a seed, closed.
    private SessionParameters Timeline(SourceSpace space)
    {
        var requested = TestParameters.Of(mode: SourceMode.Keyframes, space: space, steps: 2, speed: 1, transition: 0, kind: 1);
        return requested with { Source = requested.Source with { Keyframes = [Key(1), Key(2), new Keyframe { Seeds = [new WeightedSeed(8, 1.0)] }] } };
    }

    // As far as float16 keeps the latent.
    private byte[] Painted(ulong seed)
    {
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 });
        var rgba = new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize];
        engine.Decode(Array.ConvertAll(Latent(seed), value => (float)(Half)value), rgba);
        return rgba;
    }

    private LatentSession Open(SessionParameters parameters)
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 }), Parameters = parameters, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience.Long);
        return session;
    }
}
