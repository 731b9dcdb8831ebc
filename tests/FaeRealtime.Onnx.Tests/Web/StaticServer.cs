using System.Net;
using System.Net.Sockets;

namespace FaeRealtime.Onnx.Tests.Web;

/// <summary>Shows a folder, and nothing more.</summary>
internal sealed class StaticServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;

    private StaticServer(string folder, Uri address) => (_folder, Address) = (folder, address);

    public Uri Address { get; }

    public static StaticServer Start(string folder)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var server = new StaticServer(folder, new Uri($"http://127.0.0.1:{port}/"));
        server._listener.Prefixes.Add(server.Address.AbsoluteUri);
        server._listener.Start();
        _ = server.ServeAsync();
        return server;
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var path = Path.Combine(_folder, context.Request.Url!.AbsolutePath is "/" ? "index.html" : context.Request.Url.AbsolutePath[1..]);
                var response = context.Response;
                if (File.Exists(path))
                {
                    response.ContentType = Path.GetExtension(path) switch
                    {
                        ".html" => "text/html",
                        ".css" => "text/css",
                        ".js" or ".mjs" => "text/javascript",
                        ".wasm" => "application/wasm",
                        ".json" => "application/json",
                        _ => "application/octet-stream",
                    };
                    var content = await File.ReadAllBytesAsync(path);
                    response.ContentLength64 = content.Length;
                    await response.OutputStream.WriteAsync(content);
                }
                else
                {
                    response.StatusCode = 404;
                }

                response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
