using FaeRealtime.Testing;

namespace FaeRealtime.Parity.Tests;

public sealed class TrainingStepsParityTests : IDisposable
{
    private const string Case = "fixtures/sit_train_steps";

    private readonly string folder = Directory.CreateTempSubdirectory("fae-steps-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SharedFact(Case)]
    public void Run_AverageThatNeverMoved_FailsAlone()
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.Path(Case)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        // As though the official averages were still the initial weights: ours have gone the whole way.
        File.Copy(Path.Combine(folder, "weights.safetensors"), Path.Combine(folder, "final_ema.safetensors"), overwrite: true);
        var report = ParityCase.Run(folder);

        Assert.Equal("final_ema", Assert.Single(report.Rows, row => !row.Pass).Tensor);
    }
}
