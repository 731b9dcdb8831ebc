using FaeRealtime.Host.Tests;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>A real browser's camera and photos.</summary>
public sealed class InputPageTests
{
    private const string Ready = "document.querySelector('[data-path=\"source/input\"]')";
    private const string Toast = "(document.querySelector('#toast').hidden ? '' : document.querySelector('#toast').textContent)";

    [ProgramFact(Chromium.Program)]
    public async Task Camera_SwitchedOnAndOff_ComesInSeenAndGoes()
    {
        await using var stand = await PageStand.StartAsync(takesImages: true);
        var input = stand.Control.Session.Input;
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900, camera: true);
        await browser.UntilAsync(Ready);
        await browser.ClickAsync("#camera");
        await PageStand.UntilAsync(() => input.Count > 5, "Pictures of the camera");
        await PageStand.UntilAsync(() => stand.Parameters.Source.Input == 0.5, "Half of it in the picture");
        await browser.UntilAsync("document.querySelector('#camera-seen').videoWidth > 0 && !document.querySelector('#camera-seen').hidden && document.querySelector('#camera').getAttribute('aria-pressed') === 'true'");
        await browser.SaveAsync("camera.png");

        await browser.ClickAsync("#camera");
        await PageStand.UntilAsync(() => !input.IsPresent, "No camera any more");
        await browser.UntilAsync("document.querySelector('#camera-seen').hidden && document.querySelector('#input-clear').hidden");
        Assert.Empty(browser.Errors);
    }

    /// <summary>Its track ends, as where it is unplugged.</summary>
    [ProgramFact(Chromium.Program)]
    public async Task Camera_Unplugged_IsSaidAndTheSessionGoesOn()
    {
        await using var stand = await PageStand.StartAsync(takesImages: true);
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900, camera: true);
        await browser.UntilAsync(Ready);
        await browser.ClickAsync("#camera");
        await PageStand.UntilAsync(() => stand.Control.Session.Input.IsPresent, "The camera");
        await browser.EvaluateAsync("document.querySelector('#camera-seen').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))");
        await browser.UntilAsync($"{Toast}.includes('The camera is gone')");
        await PageStand.UntilAsync(() => !stand.Control.Session.Input.IsPresent, "No camera any more");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Camera_NotThereOrNotAllowed_IsSaid()
    {
        await using var stand = await PageStand.StartAsync(takesImages: true);
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900);
        await browser.UntilAsync(Ready);
        await browser.ClickAsync("#camera");
        await browser.UntilAsync($"{Toast}.includes('has no camera') || {Toast}.includes('may not use the camera')");
        Assert.False(stand.Control.Session.Input.IsPresent);
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Photo_Dropped_TakesTheCamerasPlaceAndCanBeTakenAway()
    {
        await using var stand = await PageStand.StartAsync(takesImages: true);
        var input = stand.Control.Session.Input;
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"source":{"input":0.25}}""");
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900, camera: true);
        await browser.UntilAsync(Ready);
        await browser.ClickAsync("#camera");
        await PageStand.UntilAsync(() => input.Count > 1, "The camera");

        await browser.EvaluateAsync("new Promise(done => document.querySelector('#picture').toBlob(blob => { window.photo = new File([blob], 'me.png', { type: 'image/png' }); done(); }))");
        await browser.EvaluateAsync(Drop("window.photo, new File(['x'], 'other.txt')"));
        await browser.UntilAsync($"{Toast} === 'me.png comes in; of 2 photos the first is taken.'");
        var (count, share) = (input.Count, stand.Parameters.Source.Input);
        Assert.True(input.IsPresent);
        Assert.Equal(0.25, share);
        await browser.UntilAsync("document.querySelector('#camera-seen').hidden && document.querySelector('#input-state').textContent === 'me.png'");
        await Task.Delay(300);
        Assert.InRange(input.Count, count, count + 1);

        await browser.ClickAsync("#input-clear");
        await PageStand.UntilAsync(() => !input.IsPresent, "Nothing that comes in");

        await browser.EvaluateAsync(Drop("new File(['x'], 'spoiled.jpg', { type: 'image/jpeg' })"));
        await browser.UntilAsync($"{Toast} === 'spoiled.jpg is no picture that this browser reads.'");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Camera_OfASessionWithoutEncoder_SaysWhatIsMissing()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 1280, 900, camera: true);
        await browser.UntilAsync(Ready);
        await browser.ClickAsync("#camera");
        await browser.UntilAsync($"{Toast}.includes('frozen encoder')");
        Assert.Empty(browser.Errors);
    }

    private static string Drop(string files) =>
        $"(() => {{ const all = new DataTransfer(); for (const file of [{files}]) all.items.add(file); document.querySelector('#view').dispatchEvent(new DragEvent('drop', {{ dataTransfer: all, bubbles: true, cancelable: true }})); }})()";
}
