using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Modules;

public sealed class RegistrationTests
{
    [Fact]
    public void StateDict_OfFields_HasOwnParametersThenChildrenThenBuffers()
    {
        using Mixed module = new();
        string[] expected =
        [
            "gain",
            "first.weight", "first.bias",
            "layers.0.weight", "layers.1.weight", "layers.1.bias",
            "tail.1.weight", "tail.1.bias",
            "renamed.weight", "renamed.bias",
            "table",
        ];
        Assert.Equal(expected, module.state_dict().Keys);
        Assert.True(module.Absent);
    }

    [Fact]
    public void NamedModules_OfFields_GoDepthFirst()
    {
        using Mixed module = new();
        string[] expected = ["first", "layers", "layers.0", "layers.1", "tail", "tail.0", "tail.1", "renamed"];
        Assert.Equal(expected, module.named_modules().Select(entry => entry.name));
        Assert.Equal(["first", "layers", "tail", "renamed"], module.named_children().Select(entry => entry.name));
    }

    [Fact]
    public void NamedParameters_NotRecursive_GivesOwnOnly()
    {
        using Mixed module = new();
        Assert.Equal(["gain"], module.named_parameters(recurse: false).Select(entry => entry.name));
        Assert.Equal(["table"], module.named_buffers().Select(entry => entry.name));
    }

    [Fact]
    public void RegisterBuffer_NotPersistent_StaysOutOfStateDict()
    {
        using Holder holder = new();
        holder.register_buffer("cache", zeros([1]), persistent: false);
        Assert.Empty(holder.state_dict());
        Assert.True(holder.has_buffer("cache"));
    }

    [Fact]
    public void RegisterModule_SameNameTwice_Throws()
    {
        using Holder holder = new();
        holder.register_module("a", nn.Linear(1, 1));
        using Linear second = nn.Linear(1, 1);
        Assert.Throws<InvalidOperationException>(() => holder.register_module("a", second));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    public void RegisterModule_BadName_Throws(string name)
    {
        using Holder holder = new();
        using Linear child = nn.Linear(1, 1);
        Assert.Throws<ArgumentException>(() => holder.register_module(name, child));
    }

    [Fact]
    public void RegisterBuffer_Disposed_Throws()
    {
        using Holder holder = new();
        Tensor gone = zeros([1]);
        gone.Dispose();
        Assert.Throws<ArgumentNullException>(() => holder.register_buffer("gone", gone));
    }

    [Fact]
    public void Parameters_SharedBetweenTwoChildren_AppearOnce()
    {
        using Holder holder = new();
        Linear first = nn.Linear(2, 2, hasBias: false);
        holder.register_module("a", first);
        holder.register_module("b", nn.Linear(first.weight));
        Assert.Single(holder.parameters());
        Assert.Equal(["a.weight", "b.weight"], holder.state_dict().Keys);
    }

    [Fact]
    public void ModuleList_Changed_RenumbersItsEntries()
    {
        using ModuleList<nn.Module> list = new();
        list.Add(nn.Linear(1, 1, hasBias: false));
        list.append(nn.Identity(), nn.Linear(1, 2, hasBias: false));
        Assert.Equal(["0.weight", "2.weight"], list.state_dict().Keys);
        list.RemoveAt(1);
        Assert.Equal(["0.weight", "1.weight"], list.state_dict().Keys);
        Assert.Equal(2, list.Count);
    }

    [Fact]
    public void Sequential_WithNames_UsesThem()
    {
        using Sequential sequence = nn.Sequential(("in", nn.Linear(1, 2, hasBias: false)), ("act", nn.ReLU()), ("out", nn.Linear(2, 1, hasBias: false)));
        Assert.Equal(["in.weight", "out.weight"], sequence.state_dict().Keys);
    }

    [Fact]
    public void ParameterLessModule_Registering_Throws()
    {
        using SiLU activation = nn.SiLU();
        using Tensor tensor = zeros([1]);
        Assert.Throws<InvalidOperationException>(() => activation.register_buffer("x", tensor));
    }

    [Fact]
    public void GetName_OfLayer_IsItsClass()
    {
        using Linear layer = nn.Linear(1, 1);
        Assert.Equal("Linear", layer.GetName());
    }

    private sealed class Holder() : nn.Module(nameof(Holder));
}
