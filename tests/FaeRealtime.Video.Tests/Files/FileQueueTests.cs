using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Files;

namespace FaeRealtime.Video.Tests.Files;

public sealed class FileQueueTests
{
    [Fact]
    public void Add_WhileAFileIsWritten_ReturnsAtOnceAndKeepsTheOrder()
    {
        using var goesOn = new ManualResetEventSlim();
        List<string> written = [];
        var queue = new FileQueue();
        queue.Add("first", path => Written(path, goesOn, written));
        queue.Add("second", _ => throw new ImageFileException("The disk is full."));
        queue.Add("third", path => Written(path, goesOn, written));
        Assert.True(queue.Holds("first") && queue.Holds("third"));
        Assert.False(queue.TryTake(out _));

        goesOn.Set();
        queue.Dispose();
        Assert.Equal(["first", "third"], written);
        Assert.False(queue.Holds("third"));
        List<(string, string?)> results = [];
        while (queue.TryTake(out var result))
        {
            results.Add((result.Path, result.Failure?.Message));
        }

        Assert.Equal([("first", null), ("second", "The disk is full."), ("third", null)], results);
    }

    [Fact]
    public void Add_MoreThanMayWait_Refused()
    {
        using var goesOn = new ManualResetEventSlim();
        using var queue = new FileQueue();
        for (var i = 0; i < FileQueue.MostFiles; i++)
        {
            queue.Add($"file {i}", _ => goesOn.Wait(Patience.Long));
        }

        Assert.Contains("one more", Assert.Throws<ConfigException>(() => queue.Add("one more", _ => { })).Message, StringComparison.Ordinal);
        goesOn.Set();
    }

    private static void Written(string path, ManualResetEventSlim goesOn, List<string> written)
    {
        Assert.True(goesOn.Wait(Patience.Long));
        written.Add(path);
    }
}
