using System.Globalization;
using System.Text.Json.Nodes;
using FaeRealtime.Host.Tests;
using FaeRealtime.Live.Tests;
using FaeRealtime.Testing;
using PuppeteerSharp;
using PuppeteerSharp.Input;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>A real browser with one page.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    public const string Program = "chromium";

    // A drag is seen as one where the pointer passes places on its way.
    private const int DragSteps = 6;

    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "page");

    private readonly CancellationTokenSource _patience = new(Patience.Long * 3);
    private readonly IBrowser _browser;
    private readonly IPage _page;

    private Chromium(IBrowser browser, IPage page)
    {
        (_browser, _page) = (browser, page);
        _page.DefaultTimeout = (int)(Patience.Long * 3).TotalMilliseconds;
        _page.PageError += (_, error) => Errors.Add(error.Message);
    }

    /// <summary>What the page threw and did not catch.</summary>
    public List<string> Errors { get; } = [];

    /// <param name="address">The page.</param>
    /// <param name="width">Of the page, in its pixels.</param>
    /// <param name="height">Of the page.</param>
    /// <param name="phone">Whether it is a phone's.</param>
    /// <param name="camera">Whether there is a camera, the browser's own that shows a test picture, and its use is allowed.</param>
    public static async Task<Chromium> OpenAsync(Uri address, int width, int height, bool phone = false, bool camera = false)
    {
        var browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = ProgramFactAttribute.Find(Program),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", .. camera ? (string[])["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"] : []],
            Timeout = (int)(Patience.Long * 3).TotalMilliseconds,
        });
        var page = new Chromium(browser, (await browser.PagesAsync())[0]);
        await page.ResizeAsync(width, height, phone);

        // A page nobody looks at gets no focus.
        await page._page.EmulateFocusedPageAsync(true);
        await page._page.GoToAsync(address.AbsoluteUri, WaitUntilNavigation.DOMContentLoaded);
        return page;
    }

    /// <summary>Another screen. The page is loaded anew where it becomes a phone's.</summary>
    public Task ResizeAsync(int width, int height, bool phone) =>
        _page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height, DeviceScaleFactor = phone ? 2 : 1, IsMobile = phone, HasTouch = phone });

    /// <summary>Keeps a picture of the page where whoever wants to can look at it.</summary>
    public Task SaveAsync(string name)
    {
        Directory.CreateDirectory(Pictures);
        return _page.ScreenshotAsync(Path.Combine(Pictures, name));
    }

    /// <summary>Runs an expression, a promise awaited.</summary>
    public Task EvaluateAsync(string expression) => _page.EvaluateExpressionAsync(expression);

    /// <summary>The value of an expression, a promise awaited.</summary>
    public Task<T> EvaluateAsync<T>(string expression) => _page.EvaluateExpressionAsync<T>(expression);

    /// <summary>Waits until an expression is true. Asked again and again: the browser's own way to wait needs eval, which the page's content policy forbids.</summary>
    public async Task UntilAsync(string expression)
    {
        while (!await EvaluateAsync<bool>($"Boolean({expression})"))
        {
            Assert.False(_patience.IsCancellationRequested, $"{expression} did not come true in the browser. Errors: {string.Join("; ", Errors)}");
            await Task.Delay(30);
        }
    }

    /// <summary>Makes the connection so slow, as the developer tools do it.</summary>
    /// <param name="bytesPerSecond">Either way; negative for no limit.</param>
    public Task ThrottleAsync(double bytesPerSecond) =>
        _page.EmulateNetworkConditionsAsync(new NetworkConditions { Download = bytesPerSecond, Upload = bytesPerSecond, Latency = 0 });

    /// <summary>Keeps the page from running anything, as sleep does.</summary>
    public Task SleepAsync(TimeSpan time) => EvaluateAsync(string.Create(CultureInfo.InvariantCulture, $"(() => {{ const from = performance.now(); while (performance.now() - from < {time.TotalMilliseconds}); }})()"));

    /// <summary>Opens another tab over the page.</summary>
    /// <returns>Brings the page back when disposed.</returns>
    public async Task<IAsyncDisposable> HideAsync()
    {
        await _page.EmulateFocusedPageAsync(false);
        var other = await _browser.NewPageAsync();
        await other.BringToFrontAsync();
        return new Cover(this, other);
    }

    /// <summary>Loads the page anew.</summary>
    public Task ReloadAsync() => _page.ReloadAsync();

    /// <summary>Presses and releases a key.</summary>
    public Task PressAsync(string key) => _page.Keyboard.PressAsync(key);

    /// <summary>Clicks the middle of an element.</summary>
    public Task ClickAsync(string selector) => _page.ClickAsync(selector);

    /// <summary>Drags the middle of an element sideways with the mouse.</summary>
    public async Task DragAsync(string selector, int by)
    {
        var (x, y) = await MiddleAsync(selector);
        await _page.Mouse.MoveAsync(x, y);
        await _page.Mouse.DownAsync();
        await _page.Mouse.MoveAsync(x + by, y, new MoveOptions { Steps = DragSteps });
        await _page.Mouse.UpAsync();
    }

    /// <summary>Drags the middle of an element sideways with a finger, on a page opened for a phone.</summary>
    public async Task SwipeAsync(string selector, int by)
    {
        var (x, y) = await MiddleAsync(selector);
        await _page.Touchscreen.TouchStartAsync(x, y);
        for (var i = 1; i <= DragSteps; i++)
        {
            await _page.Touchscreen.TouchMoveAsync(x + ((decimal)by * i / DragSteps), y);
        }

        await _page.Touchscreen.TouchEndAsync();
    }

    public static string Quoted(string text) => JsonValue.Create(text).ToJsonString();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _patience.Dispose();
    }

    private async Task<(decimal X, decimal Y)> MiddleAsync(string selector)
    {
        await using var element = await _page.QuerySelectorAsync(selector);
        await element.ScrollIntoViewAsync();
        var box = await element.BoundingBoxAsync();
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    private sealed class Cover(Chromium browser, IPage other) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await other.CloseAsync();
            await browser._page.BringToFrontAsync();
            await browser._page.EmulateFocusedPageAsync(true);
        }
    }
}
