using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Tests;
using Silk.NET.Input;

namespace FaeRealtime.Host.Tests.Window;

public sealed class KeyMapTests
{
    [Fact]
    public void Usual_EveryAction_HasItsOwnNameAndKeys()
    {
        var chords = HotkeyTable.All.SelectMany(hotkey => hotkey.Keys.Split(' ')).Select(KeyChord.Parse).ToArray();
        Assert.Equal(HotkeyTable.All.Count, HotkeyTable.All.Select(hotkey => hotkey.Name).Distinct().Count());
        Assert.Equal(chords.Length, chords.Distinct().Count());
        Assert.All(HotkeyTable.All, hotkey => Assert.Equal(hotkey.Keys.Split(' ').Select(KeyChord.Parse), KeyMap.Usual.KeysOf(hotkey).Split(' ').Select(KeyChord.Parse)));
    }

    [Theory]
    [InlineData("ctrl+shift+r", Key.R, true, true, "Ctrl+Shift+R")]
    [InlineData("7", Key.Number7, false, false, "7")]
    [InlineData("[", Key.LeftBracket, false, false, "[")]
    [InlineData("?", Key.Slash, false, true, "?")]
    [InlineData("esc", Key.Escape, false, false, "Esc")]
    [InlineData("F12", Key.F12, false, false, "F12")]
    public void Parse_Names_GivesTheKeyAndBack(string text, Key key, bool ctrl, bool shift, string shown)
    {
        Assert.Equal(new KeyChord(key, ctrl, shift), KeyChord.Parse(text));
        Assert.Equal(shown, KeyChord.Parse(text).ToString());
    }

    [Theory]
    [InlineData("spcae", "Space")]
    [InlineData("strg+r", "ctrl")]
    [InlineData("65", "'")]
    [InlineData("", "'")]
    public void Parse_NoKey_SaysWhatThereIs(string text, string said) =>
        Assert.Contains(said, Assert.Throws<ConfigException>(() => KeyChord.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_WalksWithShiftAndCtrl_OthersAsTheyAre()
    {
        Assert.Equal("left", KeyMap.Usual.Find(new KeyChord(Key.Left, Ctrl: true))?.Name);
        Assert.Equal("left", KeyMap.Usual.Find(new KeyChord(Key.Left, Shift: true))?.Name);
        Assert.Equal("undo", KeyMap.Usual.Find(new KeyChord(Key.Z, Ctrl: true))?.Name);
        Assert.Null(KeyMap.Usual.Find(new KeyChord(Key.Z)));
        Assert.Null(KeyMap.Usual.Find(new KeyChord(Key.N, Ctrl: true)));
    }

    [Fact]
    public void Read_File_TakesKeysFromOthersAndLeavesTheRest()
    {
        var map = Read("""{ "newSeed": ["space", "ctrl+n"], "pause": ["P"], "performance": [] }""");
        Assert.Equal("newSeed", map.Find(new KeyChord(Key.Space))?.Name);
        Assert.Equal("newSeed", map.Find(new KeyChord(Key.N, Ctrl: true))?.Name);
        Assert.Null(map.Find(new KeyChord(Key.N)));
        Assert.Equal("pause", map.Find(new KeyChord(Key.P))?.Name);
        Assert.Equal("snap", map.Find(new KeyChord(Key.S))?.Name);
        Assert.Equal(string.Empty, map.KeysOf(HotkeyTable.All.Single(hotkey => hotkey.Name == "performance")));
    }

    [Theory]
    [InlineData("""{ "newsed": ["n"] }""", "newSeed")]
    [InlineData("""{ "pause": ["n"], "newSeed": ["N"] }""", "is given to")]
    [InlineData("""{ "pause": ["spcae"] }""", "Space")]
    [InlineData("""{ "pause": "n" }""", "pause")]
    [InlineData("""{ "pause": ["n"], "pause": ["m"] }""", "pause")]
    [InlineData("""["n"]""", "keys.json")]
    public void Read_WrongFile_SaysWhatIsWrong(string json, string said) =>
        Assert.Contains(said, Assert.Throws<ConfigException>(() => Read(json)).Message, StringComparison.Ordinal);

    private static KeyMap Read(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("keys.json"), json);
        return KeyMap.Read(folder.At("keys.json"));
    }
}
