using System.Globalization;
using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Onnx.Web;
using FaeRealtime.Remote.Tests.Http;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Testing;

namespace FaeRealtime.Onnx.Tests.Web;

/// <summary>A page whose visitors' browsers run the model, in a real browser.</summary>
public sealed class WebExportTests : IDisposable
{
    private const string Words = "long red hair, round glasses";

    private static readonly JsonSerializerOptions AsNumbers = new() { Converters = { new BytesAsNumbers() } };

    private readonly TemporaryFolder _folder = new();

    private static ModelFolder Model => ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));

    [WebFact]
    public async Task Page_InABrowser_PaintsTheEnginesPicturesAndWalks()
    {
        var model = Model;
        var files = WebExport.Write(model, At("page"), WebRuntime.Archive!);
        Assert.All(files, file => Assert.True(File.Exists(At("page", file)), file));
        using var server = StaticServer.Start(At("page"));
        await using var browser = await Chromium.OpenAsync(server.Address, 900, 1000);
        await browser.UntilAsync("document.querySelector('#picture').width === 128 || !document.querySelector('#error').hidden");
        Assert.Equal(string.Empty, await browser.EvaluateAsync<string>("document.querySelector('#error').textContent"));

        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(model) { Threads = 2, Generator = GeneratorVariant.FewStep });
        var latent = Numbers.Normal(4, engine.Info.LatentLength);
        Near(Painted(engine, latent), await AskAsync<byte[]>(browser, $"window.fae.decode({Listed(latent)}).then(rgba => Array.from(rgba))"));

        // From noise, with words.
        var noise = Numbers.Normal(5, engine.Info.LatentLength);
        var sampled = new float[noise.Length];
        engine.Generate(noise, new EngineCondition([], PhraseVectors.Of(model, encoder: null)!.Read(Prompt.Parse(Words))), SamplingPlan.Of(engine.Info.Sampling, model.Config.Generator.Path), [], sampled);
        var made = await AskAsync<float[]>(browser, $"window.fae.sample({Listed(noise)}, '{Words}').then(latent => Array.from(latent))");
        Assert.InRange(Numbers.Distance(made, sampled), 0, 5e-3);
        Near(Painted(engine, sampled), Painted(engine, made));

        // It walks, takes a prompt, and refuses what it does not know.
        const string Pixels = "Array.from(document.querySelector('#picture').getContext('2d').getImageData(0, 0, 128, 128).data).join()";
        var first = await browser.EvaluateAsync<string>(Pixels);
        await browser.UntilAsync($"{Pixels} !== {Chromium.Quoted(first)}");
        await browser.EvaluateAsync($"(() => {{ const p = document.querySelector('#prompt'); p.value = 'a purple dragon'; p.dispatchEvent(new Event('change')); }})()");
        await browser.UntilAsync("document.querySelector('#error').textContent.includes('a purple dragon')");
        await browser.EvaluateAsync($"(() => {{ const p = document.querySelector('#prompt'); p.value = 'robot, orange background'; p.dispatchEvent(new Event('change')); }})()");
        await browser.UntilAsync("document.querySelector('#error').hidden");
        await Task.Delay(TimeSpan.FromSeconds(4));
        await browser.SaveAsync("web.png");
        Assert.Contains("fps", await browser.EvaluateAsync<string>("document.querySelector('#state').textContent"), StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public void Write_NoRuntimeOrAFolderThatExists_RefusedAndNothingLeft()
    {
        File.WriteAllText(At("no.tgz"), "no archive");
        Assert.Contains("onnxruntime-web", Assert.Throws<ConfigException>(() => WebExport.Write(Model, At("page"), At("no.tgz"))).Message, StringComparison.Ordinal);
        Assert.Contains("none.tgz", Assert.Throws<ConfigException>(() => WebExport.Write(Model, At("page"), At("none.tgz"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("page")));
        Directory.CreateDirectory(At("page"));
        File.WriteAllText(At("page", "mine.txt"), "mine");
        Assert.Contains("already there", Assert.Throws<ConfigException>(() => WebExport.Write(Model, At("page"), At("no.tgz"))).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(At("page", "mine.txt")));
    }

    public void Dispose() => _folder.Dispose();

    private static string Listed(float[] values) => $"[{string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";

    private static byte[] Painted(CpuFrameEngine engine, float[] latent)
    {
        var rgba = new byte[engine.Info.ImageSize * engine.Info.ImageSize * 4];
        engine.Decode(latent, rgba);
        return rgba;
    }

    private static async Task<T> AskAsync<T>(Chromium browser, string expression) => JsonSerializer.Deserialize<T>(await browser.EvaluateAsync<string>($"{expression}.then(list => JSON.stringify(list))"), AsNumbers)!;

    // Two levels of 255.
    private static void Near(byte[] expected, byte[] actual) => Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= 2);

    private string At(params string[] parts) => Path.Combine([_folder.Path, .. parts]);

    /// <summary>Bytes as JavaScript lists them.</summary>
    private sealed class BytesAsNumbers : System.Text.Json.Serialization.JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => [.. JsonSerializer.Deserialize<int[]>(ref reader)!.Select(value => (byte)value)];

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
