using System.Globalization;
using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Onnx.Graphs;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Onnx.Description;

/// <summary>The page beside the graphs: what goes in and comes out of each, and the loop around them.</summary>
/// <param name="folder">The model.</param>
/// <param name="form">How it is stored.</param>
/// <param name="graphs">The graphs.</param>
internal sealed class GraphReadme(ModelFolder folder, GraphForm form, IReadOnlyList<DescribedGraph> graphs)
{
    private ModelConfig Config => folder.Config;

    private bool HasDecoders => Has("feature-decoder") && Has("pixel-decoder");

    private string Batch => form.Batch?.ToString(CultureInfo.InvariantCulture) ?? "B";

    /// <summary>The page.</summary>
    public string Text()
    {
        var page = new StringBuilder();
        Line(page, $"# {Config.Name} as ONNX graphs");
        Line(page);
        Line(page, $"Written by FaeRealtime {GraphForm.ProducerVersion} from the model of SHA-256 `{folder.Hash}`; opset {OnnxGraph.Opset}, matrices stored as {(form.Halves ? "float16 and computed with as float32" : "float32")}.");
        Line(page, $"Statistics, positions and the direction of time are inside. {(form.Batch is null ? "B is any number of pictures." : $"The batch is {Batch}.")} Classes, sampling and the frozen encoder (`{Config.Encoder.Name}`) stand in each file's metadata, under `fae.`; that encoder is not among the graphs.");
        Tables(page);
        if (Has("few-step"))
        {
            Student(page);
        }

        if (Has("generator"))
        {
            Guided(page);
        }

        if (Config.Generator.Text is { } text && File.Exists(folder.PhrasesPath) && (Has("generator") || Has("few-step")))
        {
            Words(page, text);
        }

        return page.ToString();
    }

    private bool Has(string network) => graphs.Any(graph => graph.Name == network);

    private void Tables(StringBuilder page)
    {
        foreach (var graph in graphs)
        {
            Line(page);
            Line(page, $"## {graph.File}");
            Line(page);
            Line(page, "| | name | type | shape | meaning |");
            Line(page, "|---|---|---|---|---|");
            Ports(page, "in", graph.Inputs);
            Ports(page, "out", graph.Outputs);
        }
    }

    private void Ports(StringBuilder page, string way, IReadOnlyList<GraphPort> ports)
    {
        foreach (var port in ports)
        {
            Line(page, $"| {way} | `{port.Name}` | {(port.Type == ElementType.Int64 ? "int64" : "float32")} | {port.ShapeText(form.Batch)} | {port.Meaning} |");
        }
    }

    private void Student(StringBuilder page)
    {
        var steps = SamplingPlan.Of(Config.SamplingOf(GeneratorVariant.FewStep) with { Solver = SolverKind.Euler }).Steps;
        Line(page);
        Line(page, $"## A picture in {steps.Count} steps");
        Line(page);
        Line(page, "Guidance is in the student's weights.");
        Line(page);
        Line(page, "```python");
        Begin(page, "few-step", steps);
        Line(page, "for t, r in zip(times, times[1:]):");
        Line(page, "    x = x - (t - r) * few_step.run(None, {\"x\": x, \"t\": at(t), \"r\": at(r), **wanted})[0]");
        End(page);
    }

    private void Guided(StringBuilder page)
    {
        var steps = SamplingPlan.Of(Config.Sampling with { Solver = SolverKind.Euler }, Config.Generator.Path).Steps;
        var guided = Config.Generator.HasNullLabel && steps.Any(step => step.Guidance != 1);
        Line(page);
        Line(page, $"## Euler's method{(guided ? " with guidance" : string.Empty)}");
        if (Config.Sampling.GuidedChannels is { } channels && guided)
        {
            Line(page);
            Line(page, $"This model guides its first {channels} channels only: beyond them `v` stays as it is asked.");
        }

        Line(page);
        Line(page, "```python");
        Begin(page, "generator", steps);
        if (guided)
        {
            Line(page, $"scales = [{string.Join(", ", steps.Select(step => Number(step.Guidance)))}]");
            Line(page, $"none = {{{Condition("generator", wanted: false)}}}");
        }

        Line(page, guided ? "for t, r, w in zip(times, times[1:], scales):" : "for t, r in zip(times, times[1:]):");
        Line(page, "    v = generator.run(None, {\"x\": x, \"t\": at(t), **wanted})[0]");
        if (guided)
        {
            Line(page, "    u = generator.run(None, {\"x\": x, \"t\": at(t), **none})[0] if w != 1 else v");
        }

        Line(page, guided ? "    x = x - (t - r) * (u + w * (v - u))" : "    x = x - (t - r) * v");
        End(page);
    }

    private void Begin(StringBuilder page, string generator, IReadOnlyList<FlowStep> steps)
    {
        var latent = Config.Latent;
        Line(page, "import numpy as np, onnxruntime as ort");
        Line(page, $"{generator.Replace('-', '_')} = ort.InferenceSession(\"{generator}.onnx\")");
        Line(page, $"B, at = {form.Batch ?? 1}, lambda t: np.full(B, t, np.float32)");
        Line(page, $"times = [{string.Join(", ", steps.Select(step => step.T).Append(steps[^1].R).Select(Number))}]");
        Line(page, $"wanted = {{{Condition(generator, wanted: true)}}}");
        Line(page, $"x = np.random.default_rng(0).standard_normal((B, {latent.Channels}, {latent.Side}, {latent.Side})).astype(np.float32)");
    }

    private void End(StringBuilder page)
    {
        if (HasDecoders)
        {
            Line(page, "features = ort.InferenceSession(\"feature-decoder.onnx\").run(None, {\"latent\": x})[0]");
            Line(page, "rgb = ort.InferenceSession(\"pixel-decoder.onnx\").run(None, {\"features\": features})[0]");
        }

        Line(page, "```");
    }

    private void Words(StringBuilder page, TextConditionConfig text)
    {
        Line(page);
        Line(page, "## Words");
        Line(page);
        Line(page, $"The graphs read words as numbers. For the phrases that the model was trained on they stand in its `{ModelFolder.PhrasesFile}`, whose metadata `phrases` names them:");
        Line(page, Config.Generator.TokenCount > 0
            ? $"the phrase at place i has the next `tokens[i]` rows of `vectors` (bytes, each row times its number of `vectors.row_scale`, where the file has that), {text.Width} numbers each. They fill `words` from its first row on, and another phrase's follow."
            : $"the phrase at place i has row i of `vectors`; times √{text.Width} it is `words`.");
    }

    private string Condition(string generator, bool wanted) => string.Join(", ", graphs.First(graph => graph.Name == generator).Inputs
        .Where(port => port.Name is not ("x" or "t" or "r"))
        .Select(port => $"\"{port.Name}\": " + (port.Type == ElementType.Int64
            ? $"np.full(B, {(wanted ? 0 : Config.Generator.Classes)}, np.int64)"
            : $"np.zeros((B, {string.Join(", ", port.Shape)}), np.float32)")));

    // Times as float32 tells them apart.
    private static string Number(double value) => Math.Round(value, 7).ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder page, string text = "") => page.Append(text).Append('\n');
}

/// <summary>A graph as its page tells of it.</summary>
/// <param name="Name">The network.</param>
/// <param name="File">The graph's file.</param>
/// <param name="Inputs">What goes in.</param>
/// <param name="Outputs">What comes out.</param>
internal sealed record DescribedGraph(string Name, string File, IReadOnlyList<GraphPort> Inputs, IReadOnlyList<GraphPort> Outputs);
