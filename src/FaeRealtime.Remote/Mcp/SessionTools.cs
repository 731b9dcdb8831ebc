using System.ComponentModel;
using System.Text;
using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Http;
using FaeRealtime.Video.Formats.Png;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace FaeRealtime.Remote.Mcp;

/// <summary>A session's controls as tools of the Model Context Protocol, for programs that talk it: look, read, change, keep.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class SessionTools(PageContext page)
{
    /// <summary>Where a web server has them.</summary>
    public const string Address = "/mcp";

    private const string Name = "fae";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>All of them.</summary>
    public IReadOnlyList<McpServerTool> All() =>
    [
        Tool("look", "Shows the picture that is shown now, as PNG.", reads: true, LookAsync),
        Tool("describe_session", "The model, its classes, phrases and directions, the actions, and what runs it.", reads: true, () => Answer(() => JsonSerializer.Serialize(SessionSummary.Of(page), PageJsonContext.Default.SessionSummary))),
        Tool("describe_parameters", "The JSON schema of all parameters, with ranges, units and what each does.", reads: true, () => Answer(ParameterJson.Schema)),
        Tool("get_parameters", "All parameters as they are set.", reads: true, () => Answer(() => ParameterJson.ToText(page.Control.Parameters))),
        Tool("set_parameters", "Changes the parameters that are named, at once or with their transition; answers with all. A wrong value changes nothing.", reads: false, Set),
        Tool("act", "Does an action of describe_session, such as undo, newSeed, pause.", reads: false, Act),
        Tool("list_presets", "Names of the stored presets.", reads: true, () => Answer(() => JsonSerializer.Serialize(page.Presets.Names, PageJsonContext.Default.IReadOnlyListString))),
        Tool("recall_preset", "Makes a stored preset act.", reads: false, ([Description("Its name.")] string name) => Answer(() => Done(() => page.Remote.Recall(name)))),
        Tool("store_preset", "Stores all that is set as a preset, in place of one of that name.", reads: false, ([Description("Its name.")] string name) => Answer(() => Done(() => page.Control.Store(name)))),
        Tool("load_model", "Opens another model of describe_session beside the running one.", reads: false, ([Description("Its name; empty for the first one.")] string name) => Answer(() => Done(() => page.Remote.Load(name)))),
        Tool("save_picture", "Writes the picture that is shown into the output folder, as PNG with all that made it; answers with the file's name.", reads: false, SaveAsync),
    ];

    /// <summary>Lets a web server serve them, each request by itself.</summary>
    /// <param name="services">Of the server.</param>
    public void Serve(IServiceCollection services) => services.AddMcpServer(Configure).WithHttpTransport(http => http.SessionMode = HttpServerSessionMode.Stateless).WithTools(All());

    /// <summary>As <see cref="ControlServer.ConverseAsync"/>.</summary>
    public async Task ConverseAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var options = new McpServerOptions { ToolCollection = [.. All()] };
        Configure(options);
        var transport = new StreamServerTransport(input, output, Name);
        await using var server = McpServer.Create(transport, options);
        await server.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Configure(McpServerOptions options) => options.ServerInfo = new Implementation { Name = Name, Version = typeof(SessionTools).Assembly.GetName().Version!.ToString() };

    private static McpServerTool Tool(string name, string description, bool reads, Delegate method) =>
        McpServerTool.Create(method, new McpServerToolCreateOptions { Name = name, Description = description, ReadOnly = reads, Destructive = false, OpenWorld = false });

    private async Task<ImageContentBlock> LookAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestWait);
        try
        {
            var frame = await page.Media.Frames.TakeFrameAsync(patience.Token).ConfigureAwait(false);
            using var file = new MemoryStream();
            PngFile.Write(file, frame.Rgba, frame.Width, frame.Height);
            return ImageContentBlock.FromBytes(file.ToArray(), "image/png");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new McpException(page.Session.Failure?.Message ?? "There is no picture yet. Ask again.");
        }
    }

    private string Set([Description("A part of the parameters' tree, such as {\"condition\": {\"prompt\": \"red hair\"}}, or short names, such as {\"speed\": 2}.")] JsonElement changes) => Answer(() =>
    {
        page.Remote.Merge(Encoding.UTF8.GetBytes(changes.GetRawText()), "The tool's argument");
        return ParameterJson.ToText(page.Control.Parameters);
    });

    private string Act([Description("Its name.")] string action) => Answer(() => page.Remote.Act(action) ? "Done." : "There was nothing to do.");

    private async Task<string> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Path.GetFileName(await page.Media.CaptureAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (FaeException failure)
        {
            throw new McpException(failure.Message, failure);
        }
    }

    private static string Done(Action action)
    {
        action();
        return "Done.";
    }

    // The protocol's own exception is told to the client word for word.
    private static string Answer(Func<string> work)
    {
        try
        {
            return work();
        }
        catch (FaeException failure)
        {
            throw new McpException(failure.Message, failure);
        }
    }
}
