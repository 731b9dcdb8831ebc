using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Tests;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>A real browser does what an artist does.</summary>
public sealed class BrowserTests
{
    private const string Pixels = "(() => { const c = document.querySelector('#picture'); return Array.from(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).join(); })()";

    [ProgramFact(Chromium.Program)]
    public async Task Page_InABrowser_ShowsAndChangesTheSession()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync("document.querySelector('[data-path=\"sampler/steps\"]') && document.querySelector('#picture').width === 32");
        var first = await TextAsync(browser, Pixels);
        await browser.UntilAsync($"{Pixels} !== {Chromium.Quoted(first)}");

        await SlideAsync(stand, browser);
        await StoreAndRecallAsync(stand, browser);
        await ChooseAsync(stand, browser);
        await RecordAsync(stand, browser);
        await RefuseAsync(stand, browser);

        await browser.SaveAsync("desktop.png");
        await browser.ResizeAsync(390, 844, phone: true);
        await browser.UntilAsync("document.querySelector('#picture')?.width === 32 && document.querySelector('[data-path=\"sampler/steps\"]')");
        await browser.UntilAsync("document.documentElement.scrollWidth <= innerWidth");
        await browser.EvaluateAsync("scrollTo(0, 0)");
        await browser.SaveAsync("phone.png");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Page_VisitedFirst_ExplainsItselfOnce()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync("!document.querySelector('#welcome').hidden");
        await browser.ClickAsync("#welcome-close");
        await browser.UntilAsync("document.querySelector('#welcome').hidden");
        await browser.ReloadAsync();
        await browser.UntilAsync("document.querySelector('[data-path=\"sampler/steps\"]') && document.querySelector('#welcome').hidden");
        Assert.Empty(browser.Errors);
    }

    /// <summary>JavaScript's numbers end at 2^53: a list with such a seed goes back and forth whole.</summary>
    [ProgramFact(Chromium.Program)]
    public async Task Page_OfASeedOf64Bits_KeepsItWhileOthersAreEdited()
    {
        await using var stand = await PageStand.StartAsync();
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"source":{"seeds":[{"seed":18446744073709551615,"weight":0.5},{"seed":7,"weight":1}]}}""");
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync("document.querySelector('[data-path=\"source/seeds\"] .item input')?.value === '18446744073709551615'");

        await browser.EvaluateAsync("(() => { const s = document.querySelectorAll('[data-path=\"source/seeds\"] .item')[1].querySelector('input[type=range]'); s.value = 0.4; s.dispatchEvent(new Event('input', { bubbles: true })); })()");
        await PageStand.UntilAsync(() => stand.Parameters.Source.Seeds is [{ Seed: ulong.MaxValue, Weight: 0.5 }, { Seed: 7, Weight: 0.4 }], "The other seed's weight alone");

        await browser.EvaluateAsync("(() => { const s = document.querySelector('[data-path=\"source/seeds\"] .item input'); s.value = '9007199254740993'; s.dispatchEvent(new Event('change', { bubbles: true })); })()");
        await PageStand.UntilAsync(() => stand.Parameters.Source.Seeds is [{ Seed: 9007199254740993 }, _], "A seed that no double is");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Page_OfAModelWithDirections_HasASliderForEach()
    {
        const string Sliders = "document.querySelectorAll('[data-path=\"condition/directions\"] input[type=range]')";
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        var length = ModelDirections.Length(model.Config, DirectionKind.Feature);
        new ModelDirections([.. new[] { "hair", "component 2" }.Select(name => new Direction { Name = name, Kind = DirectionKind.Feature, Vector = name })], [new float[length], new float[length]]).Save(model);
        await using var stand = await PageStand.StartAsync(first: model.Path);
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"directions":"hair:1.5"}""");
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync($"{Sliders}.length === 2 && {Sliders}[0].value === '750'");

        await browser.EvaluateAsync($"(() => {{ const s = {Sliders}[1]; s.value = 0; s.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()");
        await PageStand.UntilAsync(() => stand.Parameters.Condition.Directions == "hair:1.5, component 2:-3", "The second slider beside the first");
        await browser.EvaluateAsync("document.querySelector('[data-path=\"modulation\"] button').click()");
        await browser.UntilAsync("[...document.querySelectorAll('[data-path=\"modulation\"] option')].some(one => one.value === 'condition/directions/component 2')");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Page_WhileAnotherModelFollows_GoesOnAndSaysWhatRuns()
    {
        var other = TestModel.Micro with { Name = "second", PixelDecoder = TestModel.Micro.PixelDecoder with { ImageSize = 64 }, Generator = TestModel.Micro.Generator with { Classes = 5 } };
        await using var stand = await PageStand.StartAsync(other: other);
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync("document.querySelectorAll('[data-path=\"condition/classes\"] .chips button').length === 3 && document.querySelector('#picture').width === 32");
        await browser.EvaluateAsync("window.loadedOnce = true");

        await browser.EvaluateAsync("(() => { const s = document.querySelector('[data-path=\"model\"] select'); s.value = 'default'; s.dispatchEvent(new Event('change', { bubbles: true })); })()");
        await browser.UntilAsync("document.querySelector('#model').textContent === 'second'");
        await browser.UntilAsync("document.querySelectorAll('[data-path=\"condition/classes\"] .chips button').length === 5 && document.querySelector('#picture').width === 64");
        var first = await TextAsync(browser, Pixels);
        await browser.UntilAsync($"{Pixels} !== {Chromium.Quoted(first)}");
        await browser.ClickAsync("[data-path=\"condition/classes\"] .chips button:nth-child(5)");
        await PageStand.UntilAsync(() => stand.Parameters.Condition.Classes is [{ Class: 4 }], "A class that only the second model has");

        // The way back is refused while a class is set that the first model lacks, and the page says so.
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"model":""}""");
        await browser.UntilAsync("document.querySelector('#state').textContent.includes('names class 4')");
        Assert.Equal("second", await TextAsync(browser, "document.querySelector('#model').textContent"));
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"model":"","condition":{"classes":[]}}""");
        await browser.UntilAsync("document.querySelector('#model').textContent === 'micro' && document.querySelector('#picture').width === 32");
        await browser.UntilAsync("window.loadedOnce && document.querySelector('#state').dataset.state === 'running'");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Help_OfThePage_ListsEveryAddress()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync("document.querySelectorAll('[data-path]').length > 0");
        await browser.ClickAsync("#help-button");
        await browser.ClickAsync("#addresses summary");
        await browser.UntilAsync($"document.querySelectorAll('#address-table table:first-child tbody tr').length === {Remote.Osc.OscTable.Targets.Count}");
        await browser.UntilAsync("[...document.querySelectorAll('#address-table td')].some(cell => cell.textContent === '/api/v1/osc/paths')");
        await browser.SaveAsync("addresses.png");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Page_OfEveryParameter_HasAControl()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 800, 600);
        await browser.UntilAsync("document.querySelectorAll('[data-path]').length > 0");
        var paths = (await TextAsync(browser, "[...document.querySelectorAll('[data-path]')].map(e => e.dataset.path).join()")).Split(',');
        Assert.DoesNotContain(Live.Parameters.ParameterTable.All, leaf => !paths.Contains(leaf.Path));
        foreach (var list in new[] { "sampler/schedule", "source/seeds", "source/keyframes", "condition/classes", "modulation" })
        {
            Assert.Contains(list, paths);
        }
    }

    [ProgramFact(Chromium.Program)]
    public async Task Prompt_OfThePage_HasASliderAPhrase()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("words"), TestModel.Micro with { Generator = TestModel.Micro.Generator with { Text = new TextConditionConfig { Encoder = "two", Width = 2 } } });
        new PhraseTable("two", 2, ["red hair", "glasses"], [1, 0, 0, 1]).Save(model.PhrasesPath);
        await using var stand = await PageStand.StartAsync(first: model.Path);
        await using var browser = await Chromium.OpenAsync(stand.Address, 800, 900);
        const string Field = "document.querySelector('[data-path=\"condition/prompt\"] input[type=text]')";
        const string Rows = "document.querySelectorAll('[data-path=\"condition/prompt\"] .phrases > div')";
        await browser.UntilAsync(Field);
        await browser.EvaluateAsync($"{Field}.focus(); {Field}.value = 'red hair, glasses'; {Field}.dispatchEvent(new Event('change'))");
        await browser.UntilAsync($"{Rows}.length === 2");
        await browser.EvaluateAsync($"(() => {{ const s = {Rows}[1].querySelector('input'); s.value = 1.5; s.dispatchEvent(new Event('input')); }})()");
        await PageStand.UntilAsync(() => stand.Parameters.Condition.Prompt == "red hair, glasses:1.5", "The slider");
        await browser.SaveAsync("phrases.png");
        await browser.ClickAsync("[data-path=\"condition/prompt\"] .phrases > div:first-child button");
        await PageStand.UntilAsync(() => stand.Parameters.Condition.Prompt == "glasses:1.5", "The button that takes a phrase out");
        await browser.EvaluateAsync("document.activeElement.blur()");
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"condition":{"prompt":"red hair:0.5"}}""");
        await browser.UntilAsync($"{Rows}.length === 1 && {Rows}[0].textContent.startsWith('red hair') && {Rows}[0].querySelector('input').value === '0.5'");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Page_OfAValueWithoutEffect_DimsItsControlAndSaysWhy()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 800, 600);
        await browser.UntilAsync("document.querySelector('[data-path=\"source/loopKeys\"].idle')");
        await browser.ClickAsync("#hints-button");
        await browser.UntilAsync("document.querySelector('[data-path=\"source/loopKeys\"] .hint').checkVisibility()");
        Assert.EndsWith("From 2 to 64 keys. Acts while mode is loop.", await TextAsync(browser, "document.querySelector('[data-path=\"source/loopKeys\"] .hint').textContent"), StringComparison.Ordinal);
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"source":{"mode":"loop"}}""");
        await browser.UntilAsync("document.querySelector('[data-path=\"source/loopKeys\"]:not(.idle)')");
        await browser.ClickAsync("#full");
        await browser.UntilAsync("document.fullscreenElement && document.querySelector('#picture').clientHeight === innerHeight");
        Assert.Empty(browser.Errors);
    }

    // A still picture, so that nothing but the slider can change it.
    private static async Task SlideAsync(PageStand stand, Chromium browser)
    {
        await browser.EvaluateAsync("document.activeElement.blur()");
        await browser.ClickAsync("[data-action=\"pause\"]");
        await PageStand.UntilAsync(() => stand.Parameters.Paused, "The pause");
        await Task.Delay(700);
        var still = await TextAsync(browser, Pixels);
        var before = stand.Parameters.Source.X;
        await browser.EvaluateAsync("document.querySelector('#picture').focus()");
        for (var i = 0; i < 5; i++)
        {
            await browser.PressAsync("ArrowRight");
        }

        await PageStand.UntilAsync(() => stand.Parameters.Source.X > before, "The walk");
        await browser.UntilAsync($"{Pixels} !== {Chromium.Quoted(still)}");

        await browser.EvaluateAsync("(() => { const s = document.querySelector('[data-path=\"sampler/steps\"] input[type=range]'); s.value = 700; s.dispatchEvent(new Event('input', { bubbles: true })); })()");
        await PageStand.UntilAsync(() => stand.Parameters.Sampler.Steps > 50, "The slider's steps");
    }

    private static async Task StoreAndRecallAsync(PageStand stand, Chromium browser)
    {
        var stored = stand.Parameters.Sampler.Steps;
        await browser.EvaluateAsync("document.querySelector('#preset-name').value = 'from the browser'");
        await browser.ClickAsync("#preset-form button");
        await browser.UntilAsync("document.querySelector('[data-preset=\"from the browser\"]')");
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"sampler":{"steps":2}}""");
        await browser.UntilAsync("document.querySelector('[data-path=\"sampler/steps\"] input[type=number]').value === '2'");
        await browser.ClickAsync("[data-preset=\"from the browser\"]");
        await PageStand.UntilAsync(() => stand.Parameters.Sampler.Steps == stored, "The recalled steps");
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"sampler":{"steps":4},"paused":false}""");
    }

    private static async Task ChooseAsync(PageStand stand, Chromium browser)
    {
        await browser.ClickAsync("[data-path=\"condition/classes\"] .chips button:nth-child(2)");
        await PageStand.UntilAsync(() => stand.Parameters.Condition.Classes is [{ Class: 1, Weight: 1.0 }], "The class of the second button");
        await browser.UntilAsync("document.querySelector('[data-path=\"condition/classes\"] .chips button:nth-child(2)').getAttribute('aria-pressed') === 'true'");
        await browser.SaveAsync("classes.png");
    }

    private static async Task RecordAsync(PageStand stand, Chromium browser)
    {
        await browser.EvaluateAsync("document.querySelector('#record-format').value = 'webp'");
        await browser.ClickAsync("#record");
        await browser.UntilAsync("document.querySelector('#record').getAttribute('aria-pressed') === 'true' && /, ([1-9]|0\\.[1-9])\\S* s/.test(document.querySelector('#record-state').textContent)");
        await browser.ClickAsync("#record");
        await browser.UntilAsync("/^finished, \\d+ × \\d+, /.test(document.querySelector('#record-state').textContent)");
        var video = Assert.Single(Directory.EnumerateFiles(stand.OutFolder, "record-*.webp"));
        await browser.UntilAsync($"document.querySelector('#files a')?.download === '{Path.GetFileName(video)}'");
        await browser.EvaluateAsync("fetch(document.querySelector('#files a').href).then(reply => reply.arrayBuffer()).then(video => { window.taken = video.byteLength; })");
        await browser.UntilAsync($"window.taken === {new FileInfo(video).Length}");
        Assert.True(new FileInfo(video).Length > 100);
    }

    private static async Task RefuseAsync(PageStand stand, Chromium browser)
    {
        var before = stand.Parameters;
        await browser.EvaluateAsync("import('/link.js').then(link => link.ask('POST', 'api/v1/session/parameters', { sampler: { steps: 0 } })).then(() => 'taken', failure => { window.refusal = failure.message; })");
        Assert.Contains("1 to 1000", await TextAsync(browser, "window.refusal"), StringComparison.Ordinal);
        Assert.Same(before, stand.Parameters);
    }

    private static Task<string> TextAsync(Chromium browser, string expression) => browser.EvaluateAsync<string>(expression);
}
