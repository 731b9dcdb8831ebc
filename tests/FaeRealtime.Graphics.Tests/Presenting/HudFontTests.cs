using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Graphics.Tests.Presenting;

public sealed class HudFontTests
{
    private static readonly HudStyle Style = new(100);

    /// <summary>What texts here, names of classes and phrases in European languages are written with.</summary>
    public static IReadOnlyList<string> Specimen { get; } =
    [
        new([.. Enumerable.Range(' ', 95).Select(code => (char)code)]),
        "ÄÖÜäöüß ÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕØÙÚÛÝÞ àáâãåæçèéêëìíîïðñòóôõøùúûýþÿ ¡¿",
        "ĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĽŃŅŇŐŒŔŘŚŞŠŤŪŮŰŲŸŹŻŽ āăąćčďđēėęěğģīįıķłľńņňőœŕřśşšťūůűųźżž",
        "× ÷ ± − · • … – — ‘’ ‚ “” „ « » ‹ › § ° µ μ ² ³ ½ € £ ← ↑ → ↓ ↔ ≈ ≠ ≤ ≥ ∞ √ ∑ ∂ ∆ ● ○ ■ □ ▲ ▼ ™ ©",
        "Αα Ββ Γγ Δδ Εε Λλ Σσ Φφ Ψψ Ωω   Привет, мир",
    ];

    [Fact]
    public void Has_WhatTextsAreWrittenWith_Everything() =>
        Assert.DoesNotContain(string.Concat(Specimen), character => !HudFont.Shared.Has(character));

    [Fact]
    public void Has_TitlesOfWesternEurope_Everything() =>
        Assert.DoesNotContain(Specimen[0] + Specimen[1], character => !HudFont.Shared.Has(character, HudWeight.SemiBold));

    [Theory]
    [InlineData('字')]
    [InlineData('\uD83D')]
    [InlineData('\uFFFF')]
    [InlineData('\n')]
    public void Has_AnotherCharacter_IsShownAsAQuestionMark(char character)
    {
        Assert.False(HudFont.Shared.Has(character));
        Assert.Equal(HudFont.Shared.Measure("?", Style), HudFont.Shared.Measure([character], Style));
    }

    [Fact]
    public void Measure_Figures_AreAllAsWide() =>
        Assert.All("0123456789", figure => Assert.Equal(HudFont.Shared.Measure("0", Style), HudFont.Shared.Measure([figure], Style)));

    [Theory]
    [InlineData("AV")]
    [InlineData("To")]
    [InlineData("Ty")]
    public void Measure_KernedPair_IsNarrowerThanItsLetters(string pair) =>
        Assert.True(HudFont.Shared.Measure(pair, Style) < HudFont.Shared.Measure([pair[0]], Style) + HudFont.Shared.Measure([pair[1]], Style) - 1);

    [Fact]
    public void Place_RandomLines_GivesALetterForEachThatLeavesInkAndGrowsWithItsSize()
    {
        const int Seed = 17;
        var random = new Random(Seed);
        var glyphs = new HudGlyph[64];
        for (var i = 0; i < 1000; i++)
        {
            var line = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(' ', 0x180))]);
            var size = 5 + (random.NextDouble() * 100);
            Assert.Equal(line.Count(character => character is not (' ' or '\u00A0' or '\u00AD')), HudFont.Shared.Place(line.Replace("\u00AD", string.Empty, StringComparison.Ordinal), new HudStyle(size), 0, 0, glyphs));
            Assert.Equal(2 * HudFont.Shared.Measure(line, new HudStyle(size)), HudFont.Shared.Measure(line, new HudStyle(2 * size)), 1e-6);
        }

        Assert.Equal(3, HudFont.Shared.Place("abcdef", Style, 0, 0, glyphs.AsSpan(0, 3)));
    }

    [Fact]
    public void Place_ALine_AllocatesNothing()
    {
        var glyphs = new HudGlyph[64];
        HudFont.Shared.Place("60 fps → 16.7 ms", Style, 0, 0, glyphs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        HudFont.Shared.Place("60 fps → 16.7 ms", Style, 0, 0, glyphs);
        HudFont.Shared.Measure("60 fps → 16.7 ms", Style);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(1280, 720, 1)]
    [InlineData(1920, 1080, 1.5)]
    [InlineData(2560, 1440, 2)]
    [InlineData(3840, 2160, 3)]
    [InlineData(480, 360, 0.75)]
    [InlineData(720, 1280, 1)]
    [InlineData(0, 0, 0.75)]
    public void For_ATarget_GrowsWithItsLines(int width, int height, double scale) => Assert.Equal(scale, HudMetrics.For(width, height).Scale);
}
