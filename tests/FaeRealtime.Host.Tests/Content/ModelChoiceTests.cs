using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Content;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Content;

[Collection(AloneTests.Name)]
public sealed class ModelChoiceTests
{
    [Fact]
    public void Listed_OfFoldersOfTheCommandLine_HasTheModelsInThem()
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("runs/faces/model"));
        TestModel.Create(folder.At("single"));
        Directory.CreateDirectory(folder.At("runs/empty"));

        var names = ModelChoice.Listed([folder.At("runs"), folder.At("single")]);

        Assert.Contains("runs/faces/model", names);
        Assert.Contains("single", names);
        Assert.DoesNotContain(names, name => name.Contains("empty", StringComparison.Ordinal));
        Assert.Contains("missing", Assert.Throws<ConfigException>(() => ModelChoice.Check([folder.At("missing")])).Message, StringComparison.Ordinal);
    }
}
