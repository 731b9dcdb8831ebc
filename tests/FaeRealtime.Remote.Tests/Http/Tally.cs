namespace FaeRealtime.Remote.Tests.Http;

/// <summary>What became of damaged inputs of one kind.</summary>
internal sealed class Tally(string kind, ulong seed)
{
    private int _taken;
    private int _unknown;

    /// <summary>Metadata one, and fails where the program did otherwise than it had to.</summary>
    /// <param name="sound">Whether it had to be accepted; null where nobody knows.</param>
    /// <param name="accepted">Whether it was.</param>
    /// <param name="asExpected">Whether it did what it says, or nothing where it was refused.</param>
    /// <param name="index">Which one.</param>
    /// <param name="input">As a message shows it.</param>
    public void Add(bool? sound, bool accepted, bool asExpected, int index, string input)
    {
        Assert.True(sound is null || sound == accepted, $"The {kind} {index} of seed {seed} had to be {(accepted ? "refused" : "accepted")}: {input}");
        Assert.True(asExpected, $"The {kind} {index} of seed {seed} was {(accepted ? "accepted and did something else" : "refused and changed something")}: {input}");
        _taken += accepted ? 1 : 0;
        _unknown += sound is null ? 1 : 0;
    }

    /// <summary>Fails where the inputs show little: too many or too few were sound, or too many of unknown meaning.</summary>
    /// <param name="count">How many there were.</param>
    public void AssertTelling(int count)
    {
        Assert.True(_taken >= count / 200, $"Only {_taken} of {count} damaged inputs were still sound: that those are taken is not shown.");
        Assert.True(_taken < count / 4, $"{_taken} of {count} damaged inputs were sound after all: the damage is too mild to show anything.");
        Assert.True(_unknown < count / 100, $"{_unknown} of {count} damaged inputs have a meaning that the test does not know.");
    }
}
