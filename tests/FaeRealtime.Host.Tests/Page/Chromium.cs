using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using FaeRealtime.Live.Tests;
using FaeRealtime.Testing;

namespace FaeRealtime.Host.Tests.Page;

/// <summary>A real browser with one page, driven over its DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    public const string Program = "chromium";

    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "page");

    private readonly TemporaryFolder _folder = new();
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly CancellationTokenSource _patience = new(Patience.Long * 3);
    private int _asked;
    private string _session = string.Empty;

    private Chromium()
    {
        var start = new ProcessStartInfo(Program,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--mute-audio",
            "--remote-debugging-port=0", $"--user-data-dir={_folder.Path}", "about:blank",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
    }

    /// <summary>What the page wrote to its console as errors.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<Chromium> OpenAsync(Uri page, int width, int height, bool phone = false)
    {
        var browser = new Chromium();
        await browser.ConnectAsync();
        var target = await browser.AskAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached = await browser.AskAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true });
        browser._session = attached["sessionId"]!.GetValue<string>();
        await browser.AskAsync("Runtime.enable");
        await browser.AskAsync("Page.enable");
        await browser.ResizeAsync(width, height, phone);
        await browser.AskAsync("Page.navigate", new JsonObject { ["url"] = page.AbsoluteUri });
        return browser;
    }

    public async Task ResizeAsync(int width, int height, bool phone)
    {
        await AskAsync("Emulation.setTouchEmulationEnabled", new JsonObject { ["enabled"] = phone });
        await AskAsync("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = phone ? 2 : 1, ["mobile"] = phone,
        });
    }

    /// <summary>Keeps a picture of the page where whoever wants to can look at it.</summary>
    public async Task SaveAsync(string name)
    {
        Directory.CreateDirectory(Pictures);
        await File.WriteAllBytesAsync(Path.Combine(Pictures, name), await ScreenshotAsync());
    }

    /// <summary>The value of an expression, a promise awaited.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var reply = await AskAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(reply["exceptionDetails"] is null, $"{expression} failed in the browser: {reply["exceptionDetails"]?["exception"]?["description"]}");
        return reply["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task UntilAsync(string expression)
    {
        while (await EvaluateAsync($"Boolean({expression})") is not JsonValue value || !value.GetValue<bool>())
        {
            Assert.False(_patience.IsCancellationRequested, $"{expression} did not come true in the browser. Errors: {string.Join("; ", Errors)}");
            await Task.Delay(30);
        }
    }

    /// <summary>Presses and releases a key.</summary>
    public async Task PressAsync(string key)
    {
        var code = key switch { "ArrowLeft" => 37, "ArrowRight" => 39, "Delete" => 46, _ => key[0] };
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            await AskAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code, ["text"] = key.Length == 1 && type == "keyDown" ? key : string.Empty });
        }
    }

    /// <summary>Drags the middle of an element sideways with the mouse.</summary>
    public async Task DragAsync(string selector, double by)
    {
        var (x, y) = await MiddleAsync(selector);
        await MouseAsync("mousePressed", x, y);
        await AlongAsync(by, moved => MouseAsync("mouseMoved", x + moved, y));
        await MouseAsync("mouseReleased", x + by, y);
    }

    /// <summary>Drags the middle of an element sideways with a finger, on a page opened for a phone.</summary>
    public async Task SwipeAsync(string selector, double by)
    {
        var (x, y) = await MiddleAsync(selector);
        await TouchAsync("touchStart", (x, y));
        await AlongAsync(by, moved => TouchAsync("touchMove", (x + moved, y)));
        await TouchAsync("touchEnd");
    }

    /// <summary>Clicks the middle of an element.</summary>
    public async Task ClickAsync(string selector)
    {
        var (x, y) = await MiddleAsync(selector);
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await MouseAsync(type, x, y);
        }
    }

    private async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((await AskAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" }))["data"]!.GetValue<string>());

    public static string Quoted(string text) => JsonValue.Create(text).ToJsonString();

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _patience.Dispose();
        try
        {
            _folder.Dispose();
        }
        catch (IOException)
        {
            // A child of the browser wrote its last file into the folder while it was being deleted.
        }
    }

    private static async Task AlongAsync(double by, Func<double, Task> move)
    {
        const int parts = 6;
        for (var i = 1; i <= parts; i++)
        {
            await move(by * i / parts);
        }
    }

    private async Task<(double X, double Y)> MiddleAsync(string selector)
    {
        var place = await EvaluateAsync($"(() => {{ const e = document.querySelector({Quoted(selector)}); e.scrollIntoView({{ block: 'center' }}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()");
        return (place![0]!.GetValue<double>(), place[1]!.GetValue<double>());
    }

    private Task<JsonNode> MouseAsync(string type, double x, double y) => AskAsync("Input.dispatchMouseEvent", new JsonObject
    {
        ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = "left", ["buttons"] = type == "mouseReleased" ? 0 : 1, ["clickCount"] = 1,
    });

    private Task<JsonNode> TouchAsync(string type, params (double X, double Y)[] fingers) => AskAsync("Input.dispatchTouchEvent", new JsonObject
    {
        ["type"] = type, ["touchPoints"] = new JsonArray([.. fingers.Select(finger => new JsonObject { ["x"] = finger.X, ["y"] = finger.Y })]),
    });

    private async Task ConnectAsync()
    {
        const string announcement = "DevTools listening on ";
        while (await _process.StandardError.ReadLineAsync(_patience.Token) is { } line)
        {
            if (line.StartsWith(announcement, StringComparison.Ordinal))
            {
                _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
                await _socket.ConnectAsync(new Uri(line[announcement.Length..]), _patience.Token);
                return;
            }
        }

        Assert.Fail("chromium ended without opening its DevTools.");
    }

    private async Task<JsonNode> AskAsync(string method, JsonObject? parameters = null)
    {
        var id = ++_asked;
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session.Length > 0)
        {
            request["sessionId"] = _session;
        }

        await _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message["method"]?.GetValue<string>() is "Runtime.exceptionThrown")
            {
                Errors.Add(message["params"]!.ToJsonString());
            }

            if (message["id"]?.GetValue<int>() == id)
            {
                Assert.True(message["error"] is null, $"{method} is refused by the browser: {message["error"]}");
                return message["result"]!;
            }
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var message = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(), _patience.Token);
            message.Write(_buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return JsonNode.Parse(message.ToArray())!;
    }
}
