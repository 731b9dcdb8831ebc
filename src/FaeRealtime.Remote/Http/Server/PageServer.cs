using System.Net;
using System.Net.Sockets;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Http.Routes;
using FaeRealtime.Remote.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Remote.Http.Server;

/// <summary>The web server of a session: Kestrel without any of the files, variables and console habits of a web application.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private static readonly TimeSpan StatusPeriod = TimeSpan.FromMilliseconds(500);

    // A write ends when the system has all of it: what waits in this process would be old when it is sent. (One byte less would mean no limit.)
    private const int UnsentBytes = 2;

    // Connections that were told to go take a moment.
    private const int MostLeaving = 1024;

    private readonly WebApplication _application;
    private readonly PageGate _gate;
    private readonly SessionNews _news;
    private readonly CancellationTokenSource _stopping;
    private Task _refreshing = Task.CompletedTask;

    private PageServer(WebApplication application, PageGate gate, SessionNews news, CancellationTokenSource stopping) =>
        (_application, _gate, _news, _stopping, Address) = (application, gate, news, stopping, AddressOf(application));

    /// <summary>Where the page is.</summary>
    public Uri Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="page">What is shown and changed.</param>
    /// <param name="options">Where, and what clients may ask.</param>
    /// <param name="logger">Failures of requests.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ConfigException">The options do not fit, or the port is taken.</exception>
    public static async Task<PageServer> StartAsync(PageContext page, PageOptions options, ILogger logger, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var application = Build(page, options, new ConnectionGate(options, page.Clock), logger);
        var gate = new PageGate(options, logger);
        var news = new SessionNews(page);
        var stopping = new CancellationTokenSource();
        Use(application, gate, Routes(page, news, options, stopping.Token), options.Mcp);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            gate.Dispose();
            news.Dispose();
            stopping.Dispose();
            throw new ConfigException($"The page cannot be served at {options.Host}:{options.Port}: {failure.Message.TrimEnd('.')}. Give another port, or an address of this machine.", failure) { Subject = PageOptions.PortSubject };
        }

        var server = new PageServer(application, gate, news, stopping);
        server._refreshing = server.RefreshAsync(page.Clock);
        return server;
    }

    private static Uri AddressOf(WebApplication application)
    {
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri(address.Replace("0.0.0.0", Dns.GetHostName(), StringComparison.Ordinal).Replace("[::]", Dns.GetHostName(), StringComparison.Ordinal));
    }

    /// <summary>Every address of the server.</summary>
    public static IReadOnlyList<PageRoute> Routes(PageContext page, SessionNews news, PageOptions options, CancellationToken stopping)
    {
        var routes = new List<PageRoute>();
        routes.AddRange(PageFiles.Routes());
        routes.AddRange(new MetricsRoutes(page).All());
        routes.AddRange(new SessionRoutes(page).All());
        var viewers = new ViewerCount(options.Sockets);
        routes.AddRange(new FrameRoutes(page, viewers, options).All());
        routes.AddRange(new SocketRoutes(page, news, viewers, options, stopping).All());
        routes.AddRange(new PresetRoutes(page).All());
        routes.AddRange(new RecordingRoutes(page).All());
        routes.AddRange(new SetRoutes(page).All());
        routes.AddRange(new FileRoutes(page).All());
        routes.AddRange(new InputRoutes(page).All());
        routes.AddRange(OscRoutes.All());
        routes.Add(new PageRoute("GET", "/api/v1", "This list.", context => PageReply.JsonAsync(
            context, [.. routes.Select(route => new RouteSummary(route.Method, route.Path, route.Summary))], PageJsonContext.Default.IReadOnlyListRouteSummary)));
        return routes;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _refreshing.ConfigureAwait(false);
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _news.Dispose();
        _gate.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(PageContext page, PageOptions options, ConnectionGate connections, ILogger logger)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, options, connections));
        builder.Services.Configure<SocketTransportOptions>(transport => transport.MaxWriteBufferSize = UnsentBytes);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton<ILoggerFactory>(new PageLog(logger));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.SlowestSend);
        if (options.Mcp)
        {
            new SessionTools(page).Serve(builder.Services);
        }

        return builder.Build();
    }

    private static void Limit(KestrelServerOptions kestrel, PageOptions options, ConnectionGate connections)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(options.Address, options.Port, connections.Guard);
        kestrel.Limits.MaxRequestBodySize = PageOptions.MostBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = options.Connections + MostLeaving;
        kestrel.Limits.KeepAliveTimeout = options.LongestSilence;
        kestrel.Limits.RequestHeadersTimeout = options.SlowestHeaders;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.Sockets;
    }

    private static void Use(WebApplication application, PageGate gate, IReadOnlyList<PageRoute> routes, bool mcp)
    {
        application.Use(gate.InvokeAsync);
        application.UseWebSockets();
        application.UseRouting();
        foreach (var route in routes)
        {
            application.MapMethods(route.Path, route.Method == "GET" ? ["GET", "HEAD"] : [route.Method], route.Handler);
        }

        if (mcp)
        {
            application.MapMcp(SessionTools.Address);
        }

        application.MapFallback("{*path}", context => PageReply.ErrorAsync(context, StatusCodes.Status404NotFound, "There is no such address. /api/v1 lists them."));
    }

    private async Task RefreshAsync(TimeProvider clock)
    {
        using var timer = new PeriodicTimer(StatusPeriod, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                _news.Refresh();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }
}

/// <summary>Leaves Ctrl+C and signals to the command that serves.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
