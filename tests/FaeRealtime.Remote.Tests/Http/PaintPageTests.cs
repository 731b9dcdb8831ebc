using FaeRealtime.Host.Tests;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>The brush in a real browser.</summary>
public sealed class PaintPageTests
{
    private const string Ready = "document.querySelector('[data-path=\"source/paint\"]') && document.querySelector('#picture').width === 32";

    [ProgramFact(Chromium.Program)]
    public async Task Brush_DrawnErasedAndFreed_SetsTheMarks()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync(Ready);
        var side = stand.Control.Session.Info!.Config.Latent.Side;
        await browser.ClickAsync("#paint");
        await browser.UntilAsync("!document.querySelector('#marks').hidden");
        await browser.DragAsync("#marks", 250);
        await PageStand.UntilAsync(() => Marked(stand) is var marked && marked.Length == side * side && marked.Contains('f') && marked.Contains('0'), "Marks");
        await browser.UntilAsync("!document.querySelector('#paint-clear').hidden");
        await browser.SaveAsync("paint.png");
        var before = Marked(stand).Count(mark => mark == 'f');

        // The seed's grid is not walked on meanwhile.
        Assert.Equal(0, stand.Parameters.Source.X);
        await browser.ClickAsync("#paint-erase");
        await browser.DragAsync("#marks", 250);
        await PageStand.UntilAsync(() => Marked(stand).Count(mark => mark == 'f') < before, "Marks taken away");

        await browser.ClickAsync("#paint-clear");
        await PageStand.UntilAsync(() => Marked(stand).Length == 0, "Nothing that stays");
        await browser.ClickAsync("#paint");
        await browser.DragAsync("#picture", 100);
        await PageStand.UntilAsync(() => stand.Parameters.Source.X != 0, "Dragging walks again");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Brush_OnAPhone_DrawsWithAFinger()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 390, 844, phone: true);
        await browser.UntilAsync(Ready);
        await browser.EvaluateAsync("document.querySelector('#paint').click()");
        await browser.SwipeAsync("#marks", 80);
        await PageStand.UntilAsync(() => Marked(stand).Contains('f'), "Marks");
        await browser.UntilAsync("document.documentElement.scrollWidth <= innerWidth");
        await browser.SaveAsync("paint-phone.png");
        Assert.Empty(browser.Errors);
    }

    /// <summary>Marks that another one set, over OSC or a second page, are shown.</summary>
    [ProgramFact(Chromium.Program)]
    public async Task Brush_MarksOfOthers_AreShownAndDrawnOn()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync(Ready);
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"paint":"f00f00000000000f"}""");
        await browser.UntilAsync("document.querySelector('#marks').width === 256 && !document.querySelector('#paint-clear').hidden");
        await browser.ClickAsync("#paint");
        await browser.ClickAsync("#marks");
        await PageStand.UntilAsync(() => Marked(stand) is { Length: 16 } marked && marked[0] == 'f' && marked[3] == 'f' && marked[15] == 'f' && marked.Count(mark => mark == 'f') > 3, "A dab beside them");
        Assert.Empty(browser.Errors);
    }

    private static string Marked(PageStand stand) => stand.Parameters.Source.Paint;
}
