using FaeRealtime.Testing;

namespace FaeRealtime.Parity.Tests;

public sealed class TrainingStepsParityTests : IDisposable
{
    private const string Case = "fixtures/sit_train_steps";

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-steps-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedFact(Case)]
    public void Run_AverageThatNeverMoved_FailsAlone()
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.Path(Case)))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        // As though the official averages were still the initial weights: ours have gone the whole way.
        File.Copy(Path.Combine(_folder, "weights.safetensors"), Path.Combine(_folder, "final_ema.safetensors"), overwrite: true);
        var report = ParityCase.Run(_folder);

        Assert.Equal("final_ema", Assert.Single(report.Rows, row => !row.Pass).Tensor);
    }
}
