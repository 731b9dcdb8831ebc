using FaeRealtime.Host.Tests;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>The timeline as an artist uses it, in a real browser.</summary>
public sealed class TimelineTests
{
    private const string Second = ".timeline .key[aria-label='Keyframe 2']";
    private const string Playhead = "document.querySelector('.timeline .playhead')";

    // Longer than what the history takes for one go.
    private const string APause = "new Promise(done => setTimeout(done, 900))";

    [ProgramFact(Chromium.Program)]
    public async Task Timeline_WithTheMouse_AddsMovesAndEditsKeys()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await OpenAsync(stand, 1280, 900, phone: false);
        await PlayThreeAsync(stand, browser);

        await browser.DragAsync(Second, 40);
        await PageStand.UntilAsync(() => Keys(stand)[0].Length > 1.2, "The second keyframe's later place");
        Assert.Equal(3.0, Total(stand), 3);

        var moved = Keys(stand)[1].Seeds;
        await browser.DragAsync(Second, 120);
        await PageStand.UntilAsync(() => Keys(stand)[2].Seeds.SequenceEqual(moved), "The second keyframe's place behind the third");
        Assert.Equal(3.0, Total(stand), 3);

        await browser.DragAsync(".timeline .end", -60);
        await PageStand.UntilAsync(() => Total(stand) < 2.9, "The shorter timeline");

        await browser.EvaluateAsync("(() => { const s = document.querySelector('.timeline [data-member=\"easing\"] select'); s.value = 'linear'; s.dispatchEvent(new Event('change', { bubbles: true })); })()");
        await PageStand.UntilAsync(() => Keys(stand)[2].Easing == EasingKind.Linear, "The easing of the keyframe that was dragged last");
        await browser.SaveAsync("timeline.png");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Timeline_WithTheKeyboard_MovesAndTakesOutAndUndoes()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await OpenAsync(stand, 1280, 900, phone: false);
        await PlayThreeAsync(stand, browser);

        await browser.EvaluateAsync($"document.querySelector({Chromium.Quoted(Second)}).focus()");
        await browser.PressAsync("ArrowLeft");
        await browser.PressAsync("ArrowLeft");
        await PageStand.UntilAsync(() => Math.Abs(Keys(stand)[0].Length - 0.8) < 1e-3, "The second keyframe's earlier place");
        await browser.EvaluateAsync(APause);
        await browser.PressAsync("Delete");
        await PageStand.UntilAsync(() => Keys(stand).Count == 2, "The keyframe's end");
        Assert.Equal(3.0, Total(stand), 3);
        await browser.ClickAsync("header [data-action='undo']");
        await PageStand.UntilAsync(() => Keys(stand).Count == 3, "The keyframe's return");
        Assert.Equal(0.8, Keys(stand)[0].Length, 3);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Timeline_ThatPlays_ShowsWhereItStandsAndAddsThere()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await OpenAsync(stand, 1280, 900, phone: false);
        await PlayThreeAsync(stand, browser);
        await browser.UntilAsync($"!{Playhead}.hidden");
        var first = await browser.EvaluateAsync<string>($"{Playhead}.style.left");
        await browser.UntilAsync($"{Playhead}.style.left !== {Chromium.Quoted(first)}");

        var before = Keys(stand).Select(keyframe => keyframe.Seeds).ToArray();

        // Where a keyframe stands already, another is refused.
        await PageStand.UntilAsync(() => stand.Control.Session.Time.Position % 1.0 is > 0.1 and < 0.5, "A place between two keys");
        await browser.ClickAsync(".timeline .add");
        await PageStand.UntilAsync(() => Keys(stand).Count == 4, "The keyframe at the playhead");
        await browser.UntilAsync("document.querySelectorAll('.timeline .key').length === 4");
        Assert.Equal(3.0, Total(stand), 3);
        Assert.Equal(before[2], Keys(stand).Where(keyframe => before.Contains(keyframe.Seeds)).Last().Seeds);
        await browser.ClickAsync(".timeline .play");
        await PageStand.UntilAsync(() => stand.Parameters.Source.Mode == SourceMode.Walk, "The end of the timeline");
        await browser.UntilAsync($"{Playhead}.hidden");
    }

    [ProgramFact(Chromium.Program)]
    public async Task Timeline_WithAFinger_MovesAKeyAndNotThePage()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await OpenAsync(stand, 390, 844, phone: true);
        await PlayThreeAsync(stand, browser);

        await browser.EvaluateAsync($"document.querySelector({Chromium.Quoted(Second)}).scrollIntoView({{ block: 'center' }})");
        var scrolled = await browser.EvaluateAsync<double>("scrollY");
        await browser.SwipeAsync(Second, 40);
        await PageStand.UntilAsync(() => Keys(stand)[0].Length > 1.2, "The second keyframe's later place");
        Assert.Equal(scrolled, await browser.EvaluateAsync<double>("scrollY"));
        await browser.UntilAsync("document.documentElement.scrollWidth <= innerWidth");
        await browser.SaveAsync("timeline-phone.png");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Timeline_OfPictures_NamesThemAndTakesOneOut()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await OpenAsync(stand, 1280, 900, phone: false);
        var info = stand.Control.Session.Info!;
        Keyframe[] keyframes = [.. new[] { "dog.png", "book.png" }.Select(name => new Keyframe { Image = KeyframeImage.Of(name, info.ModelHash, new float[info.LatentLength]) })];
        stand.Control.Change(now => now with { Source = now.Source with { Mode = SourceMode.Keyframes, Keyframes = keyframes } });

        await browser.UntilAsync("document.querySelector('.timeline .held')?.textContent === 'dog.png'");
        await browser.EvaluateAsync($"document.querySelector({Chromium.Quoted(Second)}).focus()");
        await browser.UntilAsync("document.querySelector('.timeline .held').textContent === 'book.png'");
        await browser.ClickAsync(".timeline [data-member='picture'] .remove");
        await PageStand.UntilAsync(() => Keys(stand)[1].Image is null, "The picture's end");
        Assert.Equal(keyframes[0].Image, Keys(stand)[0].Image);
        await browser.UntilAsync("document.querySelector('.timeline [data-member=\"picture\"]').hidden");
        Assert.Empty(browser.Errors);
    }

    private static IReadOnlyList<Keyframe> Keys(PageStand stand) => stand.Parameters.Source.Keyframes;

    private static double Total(PageStand stand) => Keys(stand).Sum(keyframe => keyframe.Length);

    private static async Task<Chromium> OpenAsync(PageStand stand, int width, int height, bool phone)
    {
        var browser = await Chromium.OpenAsync(stand.Address, width, height, phone);
        await browser.UntilAsync("document.querySelector('.timeline .add') && document.querySelector('#metrics').textContent");
        return browser;
    }

    // Each of what is shown then: of places a second apart, so that they differ.
    private static async Task PlayThreeAsync(PageStand stand, Chromium browser)
    {
        for (var i = 1; i <= 3; i++)
        {
            await stand.SendAsync("POST", "api/v1/session/parameters", $$"""{ "source": { "x": {{i * 10}} } }""");
            await browser.ClickAsync(".timeline .add");
            await PageStand.UntilAsync(() => Keys(stand).Count == i, $"Keyframe {i}");
            await browser.UntilAsync($"document.querySelectorAll('.timeline .key').length === {i}");
        }

        await browser.UntilAsync("!document.querySelector('.timeline .play').disabled");
        await browser.ClickAsync(".timeline .play");
        await PageStand.UntilAsync(() => stand.Parameters.Source.Mode == SourceMode.Keyframes, "The timeline's play");
        await browser.UntilAsync("document.querySelector('.timeline .play').getAttribute('aria-pressed') === 'true'");
    }
}
