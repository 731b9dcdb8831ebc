using System.Reflection;
using System.Runtime.Loader;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Text.Tests;

public sealed class TextConditionersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-text-").FullName;

    public static TheoryData<string> Names => new(TextConditioners.All.Select(known => known.Name));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_MiniLm_GivesTokenStatesAndThePhrasesVector()
    {
        using var conditioner = TextConditioners.Open("all-MiniLM-L6-v2", Path.Combine(AppContext.BaseDirectory, MiniLm.OwnFile));
        var encoder = Assert.IsAssignableFrom<IPhraseEncoder>(conditioner);
        var states = conditioner.Encode("long red hair");

        // [CLS], three words that are pieces, [SEP].
        Assert.Equal((5, 384), (states.Count, states.Width));
        Assert.Equal(encoder.Encode("long red hair"), states.Pooled);
        Assert.Equal((384, 384), (conditioner.Width, conditioner.PooledWidth));
        Assert.Equal(2, conditioner.Encode(string.Empty).Count);
        Assert.Equal(conditioner.MostTokens, conditioner.Encode(string.Concat(Enumerable.Repeat("hair ", 500))).Count);

        // The words' vectors sum to the phrase's, but for its length.
        var sum = Enumerable.Range(0, 384).Select(place => Enumerable.Range(0, 5).Sum(token => states.Tokens[(token * 384) + place])).ToArray();
        var length = Math.Sqrt(sum.Sum(value => (double)value * value));
        Assert.All(sum.Zip(states.Pooled), pair => Assert.Equal(pair.First / length, pair.Second, 5));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_EmptyFolder_SaysWhichFilesComeFromWhere(string name)
    {
        var known = TextConditioners.Find(name);
        var failure = Assert.Throws<ConfigException>(() => TextConditioners.Open(name, _folder));
        Assert.All(known.Files, file => Assert.Contains(file, failure.Message, StringComparison.Ordinal));
        Assert.Contains(known.Source, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flan-t5-xl", "spiece.model")]
    [InlineData("siglip2-giant-opt-patch16-256", "tokenizer.model")]
    public void Open_FolderWithWeightsOnly_AsksForTheVocabulary(string name, string vocabulary)
    {
        File.WriteAllBytes(Path.Combine(_folder, "model.safetensors.index.json"), []);
        var failure = Assert.Throws<ConfigException>(() => TextConditioners.Open(name, _folder));
        Assert.Contains($"needs {vocabulary}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flan-t5-xll", "flan-t5-xl")]
    [InlineData("google/siglip2-giant-opt-patch16-256", "siglip2-giant-opt-patch16-256")]
    [InlineData("All-MiniLM-L6-v2", "all-MiniLM-L6-v2")]
    public void Find_UnknownName_NamesTheNearest(string name, string nearest)
    {
        var failure = Assert.Throws<ConfigException>(() => TextConditioners.Find(name));
        Assert.Contains($"Near to it: '{nearest}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MiniLm_LoadsNoTorchSharp()
    {
        var context = new RecordingContext();
        var room = context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "FaeRealtime.Text.dll"));
        Assert.Throws<TargetInvocationException>(() => Open(room, "all-MiniLM-L6-v2"));
        Assert.Contains("FaeRealtime.Sampling", context.Loaded);
        Assert.DoesNotContain("TorchSharp", context.Loaded);
        Assert.DoesNotContain("FaeRealtime.Models", context.Loaded);
    }

    private object? Open(Assembly room, string name) => room.GetType("FaeRealtime.Text.TextConditioners")!.GetMethod("Open")!.Invoke(null, [name, _folder]);

    // Loads the house's assemblies and TorchSharp anew, and tells which were asked for.
    private sealed class RecordingContext() : AssemblyLoadContext("text")
    {
        public List<string> Loaded { get; } = [];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            Loaded.Add(assemblyName.Name!);
            return assemblyName.Name!.StartsWith("FaeRealtime.", StringComparison.Ordinal) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll")) : null;
        }
    }
}
