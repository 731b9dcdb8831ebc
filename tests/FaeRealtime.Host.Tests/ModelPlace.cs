using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests;

/// <summary>A temporary folder with a micro model and an output file that a failure must not touch.</summary>
internal sealed class ModelPlace : IDisposable
{
    private const string Before = "what was here before";
    private readonly TemporaryFolder _folder = new();

    public ModelPlace()
    {
        TestModel.Create(Model);
        File.WriteAllText(Out, Before);
    }

    public string Model => _folder.At("model");

    public string Out => _folder.At("walk.webp");

    public string At(string name) => _folder.At(name);

    public string ModelFile(string name) => Path.Combine(Model, name);

    public string[] Demo(params string[] more) =>
        ["demo", "--headless", "--model", Model, "--frames", "24", "--size", "64", "--out", Out, .. more];

    public void AssertOutUntouched()
    {
        Assert.Equal(Before, File.ReadAllText(Out));
        Assert.False(File.Exists(At("walk.png")));
    }

    public void Dispose() => _folder.Dispose();
}
