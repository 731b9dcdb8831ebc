using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Tests;
using FaeRealtime.Testing;

namespace FaeRealtime.Host.Tests.Exchange;

/// <summary>Every generator's official file, out through <c>fae export</c> and in through <c>fae import</c>.</summary>
public sealed class OfficialFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mmdit", "official.safetensors", "joint_blocks.0.x_block.attn2.qkv.weight")]
    [InlineData("mmdit", "official.safetensors", "model.diffusion_model.joint_blocks.0.x_block.attn2.qkv.weight", "--keys", "sd3")]
    [InlineData("mmdit-swiglu", "official.safetensors", "joint_blocks.1.x_block.mlp.w1.weight")]
    [InlineData("mmdit-swiglu", "official.pth", "model.diffusion_model.joint_blocks.1.x_block.mlp.w2.weight", "--keys", "sd3")]
    [InlineData("starflow", "official.pth", "blocks.1.proj_txt.weight")]
    [InlineData("tarflow", "official.pth", "blocks.2.class_embed")]
    [InlineData("ddt", "official.pt", "s_projector.weight")]
    public async Task Import_ExportedGenerator_HasTheSameWeightsAndMakesTheSame(string network, string file, string key, params string[] words)
    {
        var model = OfficialNetwork.Create(_folder.At("model"), OfficialNetwork.Model(network));

        var export = await FaeProcess.Run(["export", model.Path, "--out", _folder.At(file), .. words]);
        var import = await FaeProcess.Run(["import", "--config", Path.Combine(model.Path, ModelFolder.ConfigFile), "--generator", _folder.At(file), "--out", _folder.At("theirs")]);

        Assert.True(export.ExitCode == 0, export.Error);
        Assert.True(import.ExitCode == 0, import.Error);
        using (var official = CheckpointFile.Open(_folder.At(file)))
        {
            Assert.Contains(key, official.Entries.Keys);
            Assert.DoesNotContain(official.Entries.Keys, name => name.Contains("joint_blocks", StringComparison.Ordinal) && name.Contains("w12", StringComparison.Ordinal));
        }

        var theirs = ModelFolder.Open(_folder.At("theirs"));
        Assert.Equal(File.ReadAllBytes(model.GeneratorPath), File.ReadAllBytes(theirs.GeneratorPath));
        var made = OfficialNetwork.Sample(theirs);
        Assert.Equal(OfficialNetwork.Sample(model), made);
        Assert.True(made.Distinct().Count() > made.Length / 2, "The latent says nothing.");
    }

    /// <summary>The official code's own file comes back with its very names and values.</summary>
    [SharedTheory("fixtures/rae_ddt")]
    [InlineData("mmdit_sd35_qknorm")]
    [InlineData("mmdit_sd3_noqknorm")]
    [InlineData("starflow_official_flags")]
    [InlineData("tarflow")]
    [InlineData("rae_ddt")]
    public async Task Export_OfficialFileThatWasImported_IsTheFileAgain(string name)
    {
        var (official, again, config) = (SharedData.Path($"fixtures/{name}/weights.safetensors"), _folder.At("again.safetensors"), OfficialNetwork.Recording(name));
        ModelFolder.Create(_folder.At("empty"), config, OfficialNetwork.Classes(config));

        var import = await FaeProcess.Run(["import", "--from", _folder.At("empty"), "--generator", official, "--out", _folder.At("model")]);
        var export = await FaeProcess.Run(["export", _folder.At("model"), "--out", again]);

        Assert.True(import.ExitCode == 0, import.Error);
        Assert.True(export.ExitCode == 0, export.Error);
        using var given = SafetensorsReader.Open(official);
        using var found = SafetensorsReader.Open(again);
        Assert.Equal(given.Entries.Keys.Order(StringComparer.Ordinal), found.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.All(given.Entries.Values, entry => Assert.Equal(entry.Shape, found.Entry(entry.Name).Shape));
        Assert.All(given.Entries.Keys, key => Assert.Equal(given.ReadSingle(key), found.ReadSingle(key)));
    }

    [Theory]
    [InlineData("mmdit", "joint_blocks.1.x_block.attn.proj.weight", "starflow")]
    [InlineData("mmdit-swiglu", "joint_blocks.0.x_block.mlp.w3.weight", "mmdit")]
    [InlineData("starflow", "blocks.1.proj_txt.weight", "tarflow")]
    [InlineData("tarflow", "blocks.1.class_embed", "starflow")]
    [InlineData("ddt", "s_projector.weight", "mmdit")]
    public async Task Import_FileThatDoesNotFit_IsRefusedByNameAndLeavesNothing(string network, string key, string other)
    {
        var model = OfficialNetwork.Create(_folder.At("model"), OfficialNetwork.Model(network));
        var another = OfficialNetwork.Create(_folder.At("another"), OfficialNetwork.Model(other));
        var export = await FaeProcess.Run(["export", model.Path, "--out", _folder.At("official.safetensors")]);
        Assert.True(export.ExitCode == 0, export.Error);
        var tensors = Tensors(_folder.At("official.safetensors"));
        var whole = tensors.Single(tensor => tensor.Name == key);
        SafetensorsWriter.Write(_folder.At("missing.safetensors"), [.. tensors.Where(tensor => tensor.Name != key)]);
        SafetensorsWriter.Write(_folder.At("more.safetensors"), [.. tensors, SafetensorsTensor.FromSingle($"{key}_2", [2], [1, 2])]);
        SafetensorsWriter.Write(_folder.At("shape.safetensors"), [.. tensors.Where(tensor => tensor.Name != key), SafetensorsTensor.FromSingle(key, [3], [1, 2, 3])]);
        File.WriteAllBytes(_folder.At("cut.safetensors"), File.ReadAllBytes(_folder.At("official.safetensors"))[..^5]);
        var before = Directory.GetFileSystemEntries(_folder.Path);

        var runs = await Task.WhenAll(new[] { "missing", "more", "shape", "cut" }.Select(name => _folder.At($"{name}.safetensors")).Append(another.GeneratorPath).Select(file =>
            FaeProcess.Run(["import", "--config", Path.Combine(model.Path, ModelFolder.ConfigFile), "--generator", file, "--out", _folder.At("theirs")])));

        runs[0].AssertRefused(2, $"lacks '{key}'");
        runs[1].AssertRefused(2, $"has what the model does not know: '{key}_2'");
        runs[2].AssertRefused(2, $"'{key}' is [3], the model needs [{string.Join(", ", whole.Shape)}]");
        runs[3].AssertRefused(2, "cut.safetensors");
        runs[4].AssertRefused(2, "has what the model does not know");
        Assert.All(runs, run => Assert.Contains(run == runs[3] ? "again" : "Use the config saved beside the checkpoint.", run.Error, StringComparison.Ordinal));
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("starflow", "sd3", "SD3's MMDiT")]
    [InlineData("ddt", "rae", "RAE GeneralDecoder")]
    public async Task Export_KeysOfAnotherNetwork_Refused(string network, string keys, string family)
    {
        var model = OfficialNetwork.Create(_folder.At("model"), OfficialNetwork.Model(network));

        var run = await FaeProcess.Run(["export", model.Path, "--keys", keys, "--out", _folder.At("official.safetensors")]);

        run.AssertRefused(2, $"The keys of {family} are asked for");
        Assert.False(File.Exists(_folder.At("official.safetensors")));
    }

    private static List<SafetensorsTensor> Tensors(string path)
    {
        using var file = SafetensorsReader.Open(path);
        return [.. file.Entries.Values.Select(entry => SafetensorsTensor.FromSingle(entry.Name, entry.Shape, file.ReadSingle(entry.Name)))];
    }
}
