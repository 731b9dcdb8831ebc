using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Tests.Checkpoints.Torch;
using Xunit.Abstractions;

namespace FaeRealtime.Core.Tests.Checkpoints.Mutations;

/// <summary>Ten thousand damaged copies of a small file of each format: each is refused as a checkpoint or read whole, within memory that its length bounds.</summary>
public sealed class CheckpointMutationTests(ITestOutputHelper output) : IDisposable
{
    private const int Mutations = 10_000;

    /// <summary>For second samples of a format.</summary>
    private const int FewMutations = 2_000;

    /// <summary>What an exception, its stack trace and the buffers of the runtime cost.</summary>
    private const long AllocatedAnyway = 64 << 10;

    /// <summary>A byte of pickle or JSON becomes an object; a U8 element a float32.</summary>
    private const long AllocatedPerByte = 64;

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_DamagedSafetensors_RefusedOrRead()
    {
        SafetensorsWriter.Write(
            _folder.File("x"),
            [
                SafetensorsTensor.FromSingle("blocks.0.weight", [2, 3], [1, 2, 3, 4, 5, 6]), SafetensorsTensor.FromSingle("half", [3], [1, 2, 3], TensorDtype.F16),
                SafetensorsTensor.FromInt64("steps", [], [7]), new("flags", TensorDtype.Bool, [2], new byte[2]), SafetensorsTensor.FromSingle("none", [0, 2], []),
            ],
            new Dictionary<string, string> { ["format"] = "pt" });
        Run("x", seed: 1, Mutations);
    }

    [Fact]
    public void Open_DamagedIndex_RefusedOrRead()
    {
        SafetensorsWriter.Write(_folder.File("1.safetensors"), [SafetensorsTensor.FromSingle("a", [2], [1, 2]), SafetensorsTensor.FromSingle("b", [1], [3])]);
        SafetensorsWriter.Write(_folder.File("2.safetensors"), [SafetensorsTensor.FromInt64("c", [], [4])]);
        File.WriteAllText(_folder.File("x"), """{"metadata": {"total_size": 20}, "weight_map": {"a": "1.safetensors", "b": "1.safetensors", "c": "2.safetensors"}}""");
        Run("x", seed: 2, Mutations);
    }

    [Theory]
    [InlineData("views.pt", 3)]
    [InlineData("views.legacy.pt", 4)]
    public void Open_DamagedPyTorch_RefusedOrRead(string sample, int seed)
    {
        File.Copy(TorchSample.Path(sample), _folder.File("x"));
        Run("x", seed, Mutations);
    }

    /// <summary>As above, where the dictionaries, numbers and containers of a training run are hit.</summary>
    [Theory]
    [InlineData("training.pt", 5)]
    [InlineData("training.legacy.pt", 6)]
    public void Open_DamagedTrainingState_RefusedOrRead(string sample, int seed)
    {
        File.Copy(TorchSample.Path(sample), _folder.File("x"));
        Run("x", seed, FewMutations);
    }

    /// <summary>Objects of unknown classes hit in every way: never more than a refusal, a list of names, or the part beside them.</summary>
    [Theory]
    [InlineData(false, 7)]
    [InlineData(true, 8)]
    public void Open_DamagedPlaceholders_RefusedOrRead(bool old, int seed)
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        File.Move(
            old
                ? TorchText.WriteLegacy(_folder, ["M\u00e9\u0003", TorchText.Dictionary(TorchText.Text("little_endian"), "\u0088"), TorchText.TrainingState(), $"]{TorchText.Text("0")}a"], [8, 0, 0, 0, 0, 0, 0, 0, .. bytes])
                : TorchText.WriteZip(_folder, TorchText.TrainingState(), ("data/0", bytes)),
            _folder.File("x"));
        Run("x", seed, Mutations, describe: true);
    }

    private void Run(string name, int seed, int mutations, bool describe = false)
    {
        var whole = File.ReadAllBytes(_folder.File(name));
        var random = new Random(seed);
        var (read, most) = (0, 0L);
        for (var i = 0; i < mutations; i++)
        {
            var damaged = Mutation.Of(whole, random);
            // A new file each time: writing over one makes ext4 wait for the disk.
            var path = _folder.File($"{name}{i}");
            File.WriteAllBytes(path, damaged);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var failure = Record.Exception(() => ReadAll(path));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var listing = describe ? Record.Exception(() => CheckpointFile.Describe(path)) : null;
            File.Delete(path);

            Assert.True(failure is null or CheckpointException, $"Seed {seed}, mutation {i}: {failure}\n{Convert.ToBase64String(damaged)}");
            Assert.True(listing is null or CheckpointException, $"Seed {seed}, mutation {i}: {listing}\n{Convert.ToBase64String(damaged)}");
            Assert.True(failure is null || failure.Message.Contains(_folder.Path, StringComparison.Ordinal), $"Seed {seed}, mutation {i}: {failure?.Message}");
            Assert.True(allocated <= AllocatedAnyway + (AllocatedPerByte * damaged.Length), $"Seed {seed}, mutation {i}: {allocated} bytes allocated for {damaged.Length}.");
            read += failure is null ? 1 : 0;
            most = Math.Max(most, allocated);
        }

        output.WriteLine($"{name}, seed {seed}: {read} of {mutations} read, at most {most} bytes allocated for {whole.Length}.");
        Assert.InRange(read, 1, mutations - 1);
    }

    private static void ReadAll(string path)
    {
        using var checkpoint = CheckpointFile.Open(path);
        foreach (var (name, entry) in checkpoint.Entries)
        {
            Assert.Equal(entry.Count, checkpoint.ReadSingle(name).Length);
            if (entry.Dtype is TensorDtype.I64 or TensorDtype.Bool or TensorDtype.U8)
            {
                Assert.Equal(entry.Count, checkpoint.ReadInt64(name).Length);
            }
        }
    }
}
