using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Torch;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;
using TorchSharp;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class ExactPacingTests : IDisposable
{
    private const int Frames = 24;

    public enum Moves
    {
        Morph,
        Walk,
        Samples,
        Features,
    }

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(Moves.Morph)]
    [InlineData(Moves.Walk)]
    [InlineData(Moves.Samples)]
    [InlineData(Moves.Features)]
    public void Update_SameSeedTwice_GivesSameBytes(Moves moves) =>
        Assert.Equal(Play(moves, seed: 3), Play(moves, seed: 3));

    [Theory]
    [InlineData(Moves.Morph)]
    [InlineData(Moves.Walk)]
    [InlineData(Moves.Samples)]
    [InlineData(Moves.Features)]
    public void Update_OtherSeed_GivesOtherPictures(Moves moves) =>
        Assert.True(Difference(Play(moves, seed: 3)[0], Play(moves, seed: 400)[0]) > 1.0);

    [Theory]
    [InlineData(Moves.Morph)]
    [InlineData(Moves.Walk)]
    [InlineData(Moves.Samples)]
    [InlineData(Moves.Features)]
    public void Update_ClosedPath_MovesSmoothlyAndReturns(Moves moves)
    {
        var frames = Play(moves, seed: 5, closed: true, extra: 1);
        var largestStep = Enumerable.Range(1, Frames).Max(i => Difference(frames[i - 1], frames[i]));
        var distant = Enumerable.Range(0, Frames / 2).Average(i => Difference(frames[i], frames[i + (Frames / 2)]));
        Assert.True(distant > 2.0, $"the picture hardly moves: {distant}");
        Assert.True(largestStep < 0.75 * distant, $"largest step {largestStep}, distant {distant}");
        Assert.True(Difference(frames[0], frames[Frames]) < 0.5, "the path does not close");
    }

    [Theory]
    [InlineData(Moves.Morph)]
    [InlineData(Moves.Walk)]
    [InlineData(Moves.Features)]
    public void Update_OtherClass_GivesOtherPictures(Moves moves) =>
        Assert.True(Difference(Play(moves, seed: 3, kind: 0)[0], Play(moves, seed: 3, kind: 2)[0]) > 0.5);

    [Theory]
    [InlineData(Moves.Morph, SolverKind.EulerMaruyama)]
    [InlineData(Moves.Walk, SolverKind.EulerMaruyama)]
    [InlineData(Moves.Walk, SolverKind.HeunSde)]
    [InlineData(Moves.Morph, SolverKind.Dopri5)]
    public void Update_OtherSolver_RepeatsMovesSmoothlyAndReturns(Moves moves, SolverKind solver)
    {
        TestModel.Create(_folder.At("model"), TestModel.Micro with { Sampling = TestModel.Micro.Sampling with { Solver = solver } });

        Assert.Equal(Play(moves, seed: 3), Play(moves, seed: 3));
        Update_ClosedPath_MovesSmoothlyAndReturns(moves);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Update_KeyframesOfUnequalLength_LieAtTheSameTimeInEverySpace(bool closed)
    {
        var positions = new[] { SourceSpace.Noise, SourceSpace.Latent, SourceSpace.Feature }.Select(space =>
        {
            var requested = TestParameters.Of(space: space, speed: 1, mode: SourceMode.Keyframes, steps: 1);
            using var session = LatentSession.Create(new SessionOptions
            {
                OpenEngine = () => new FakeEngine(),
                Pacing = PacingMode.Exact,
                Parameters = requested with
                {
                    Source = requested.Source with { Closed = closed, Keyframes = [.. new[] { 0.5, 2.0, 0.25, 1.0 }.Select((length, i) => new Keyframe { Length = length, Seeds = [new WeightedSeed((ulong)i, 1)] })] },
                },
            });
            return Enumerable.Range(0, 100).Select(i =>
            {
                session.Update(i == 0 ? 0.0 : 0.05);

                // One round is 3.75 long: its end is its start.
                return Math.Round(session.Time.Position, 6) % 3.75;
            }).ToArray();
        }).ToArray();

        Assert.Equal(positions[0], positions[1]);
        Assert.Equal(positions[0], positions[2]);
        Assert.Equal((0.5, 2.5), (positions[0][10], positions[0][50]));
    }

    [Fact]
    public void Update_SamplesWithoutGenerator_Plays()
    {
        var model = TestModel.Create(_folder.At("model"));
        File.Delete(model.GeneratorPath);
        Assert.All(Play(Moves.Samples, seed: 1), frame => Assert.Contains(frame, value => value is not (0 or 255)));
    }

    public void Dispose() => _folder.Dispose();

    private List<byte[]> Play(Moves moves, ulong seed, bool closed = false, int extra = 0, int? kind = null)
    {
        var path = _folder.At("model");
        var model = Directory.Exists(path) ? Core.Folders.ModelFolder.Open(path) : TestModel.Create(path);
        const int Keys = 3;
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => TorchFrameEngine.Open(new TorchEngineOptions(model, torch.CPU) { Threads = 1 }),
            Pacing = PacingMode.Exact,
            Parameters = TestParameters.Of(
                seed,
                moves == Moves.Walk ? SourceSpace.Noise : moves == Moves.Features ? SourceSpace.Feature : SourceSpace.Latent,
                closed ? SourceMode.Loop : SourceMode.Walk,
                moves == Moves.Samples ? SourceKeys.Samples : SourceKeys.Generated,
                loopKeys: Keys,
                speed: Keys,
                steps: 3,
                kind: kind),
        });
        var frames = new List<byte[]>();
        for (var i = 0; i < Frames + extra; i++)
        {
            Assert.True(session.Update(i == 0 ? 0 : 1.0 / Frames));
            frames.Add(session.Pixels.ToArray());
        }

        return frames;
    }

    private static double Difference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
}
