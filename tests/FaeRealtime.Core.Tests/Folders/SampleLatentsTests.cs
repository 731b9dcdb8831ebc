using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Tests.Config;

namespace FaeRealtime.Core.Tests.Folders;

public sealed class SampleLatentsTests
{
    [Fact]
    public void Save_ThenLoad_Same()
    {
        using var folder = new Folder();
        var model = ModelFolder.Create(folder.Path, TinyConfig.Make(), ["a", "b", "c"]);
        var samples = Make(2);
        samples.Save(model.SamplesPath);

        var loaded = SampleLatents.Load(model);

        Assert.Equal(samples.Latents, loaded.Latents);
        Assert.Equal(samples.Labels, loaded.Labels);
        Assert.Equal(samples.Names, loaded.Names);
        Assert.Equal(128, loaded.Latent(1)[0]);
    }

    [Fact]
    public void Load_OtherShape_NamesBoth()
    {
        using var folder = new Folder();
        var model = ModelFolder.Create(folder.Path, TinyConfig.Make(), ["a", "b", "c"]);
        (Make(2) with { Channels = 8, Side = 4 }).Save(model.SamplesPath);

        var failure = Assert.Throws<CheckpointException>(() => SampleLatents.Load(model));

        Assert.Contains("[2, 8, 4, 4]", failure.Message, StringComparison.Ordinal);
        Assert.Contains("[N, 2, 8, 8]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LabelOutOfRange_Refused()
    {
        using var folder = new Folder();
        var model = ModelFolder.Create(folder.Path, TinyConfig.Make(), ["a", "b", "c"]);
        (Make(2) with { Labels = [0, 3] }).Save(model.SamplesPath);

        Assert.Contains("0 to 2", Assert.Throws<CheckpointException>(() => SampleLatents.Load(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_Refused()
    {
        using var folder = new Folder();
        var model = ModelFolder.Create(folder.Path, TinyConfig.Make(), ["a", "b", "c"]);

        Assert.Throws<CheckpointException>(() => SampleLatents.Load(model));
    }

    [Fact]
    public void Save_CountsDisagree_Refused()
    {
        using var folder = new Folder();

        Assert.Throws<ShapeException>(() => (Make(2) with { Labels = [0] }).Save(folder.File("x")));
    }

    private static SampleLatents Make(int count) =>
        new(count, 2, 8, [.. Enumerable.Range(0, count * 128).Select(i => (float)i)], [.. Enumerable.Range(0, count)], [.. Enumerable.Range(0, count).Select(i => $"picture {i}")]);
}
