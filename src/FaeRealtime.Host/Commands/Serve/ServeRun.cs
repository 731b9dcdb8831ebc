using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote;
using FaeRealtime.Remote.Audio;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Commands.Serve;

/// <summary><c>fae serve</c>: a session without a window, its page, and nothing else, until Ctrl+C.</summary>
internal static class ServeRun
{
    private static readonly TimeSpan VideoPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Serves until cancelled.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="output">Gets the page's address.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaeException">The model cannot be opened, or an address is taken.</exception>
    public static async Task RunAsync(ServeRequest request, TextWriter output, CancellationToken cancellationToken)
    {
        // Before the model is loaded, which takes its time.
        ControlServer.RequireFree(request.Control);
        var logger = new ErrorLog();
        using var audio = AudioInput.Open(request.Audio, line => Console.Error.WriteLine($"fae: {line}"));
        var models = new ModelChoice(request.Engine, request.Models);
        using var session = LatentSession.Create(new SessionOptions
        {
            Engine = request.Engine,
            Models = models.Open,
            Parameters = request.Parameters,
            Start = request.Start,
            Audio = audio,
            Presets = new PresetFolder(request.PresetFolder),
            Logger = logger,
        });
        session.WaitForEngine(EngineTimeout);
        using var inputs = SessionInputs.Start(session, request.Input, name => name.Length == 0 ? request.Engine.Folder : models.FolderOf(name));
        using var media = new MediaOutput(request.OutFolder, request.Video, () => SessionMetadata.Current(session, request.Engine, "serve"), TimeProvider.System) { Failure = () => session.Failure?.Message };
        await using var server = await ControlServer.StartAsync(session.Control, media, request.Control with { Images = inputs?.Received, Decode = SessionInputs.Decode }, logger, TimeProvider.System).ConfigureAwait(false);
        using var pump = FramePump.Start(session, media.Frames, TimeProvider.System);
        await media.StartRequestedAsync(cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(request.Page.Token is null ? $"page {server.Address}" : $"page {server.Address}?token=TOKEN, with the token that was given").ConfigureAwait(false);
        if (server.Osc?.Address is { } osc)
        {
            await output.WriteLineAsync($"osc {osc}").ConfigureAwait(false);
        }

        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        var end = request.Converses ? ConverseAsync(server, cancellationToken) : Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var kept = OpenedFile.Keep(request.PresetFolder, session, request.Engine.Folder);
        media.Frames.Recorder.Stop();
        media.Frames.Recorder.WaitForEnd(VideoPatience);
        LeaveText.Print(media, request.OutFolder, kept ? request.Continue : null, Console.Error);
    }

    private static async Task ConverseAsync(ControlServer server, CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await server.ConverseAsync(input, output, cancellationToken).ConfigureAwait(false);
    }
}
