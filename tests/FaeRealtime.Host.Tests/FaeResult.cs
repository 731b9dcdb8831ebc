namespace FaeRealtime.Host.Tests;

/// <summary>How a run of the program ended.</summary>
internal sealed record FaeResult(int ExitCode, string Output, string Error)
{
    /// <summary>A wrong command line: status 1, the way to help, and not the help itself.</summary>
    public void AssertUsage(string mentions)
    {
        Assert.Equal(1, ExitCode);
        Assert.Contains(mentions, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Usage:", Output + Error, StringComparison.Ordinal);
        Assert.Single(Error.Split('\n'), line => line.StartsWith("fae: ", StringComparison.Ordinal));
    }

    /// <summary>Asserts a refusal: its exit code, one message that names <paramref name="mentions"/>, no stack trace.</summary>
    public void AssertRefused(int exitCode, string mentions)
    {
        Assert.True(ExitCode == exitCode, $"exit {ExitCode}, expected {exitCode}; stderr: {Error}");
        Assert.Contains(mentions, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.Single(Error.Split('\n'), line => line.StartsWith("fae: ", StringComparison.Ordinal));
        Assert.Empty(Output);
    }
}
