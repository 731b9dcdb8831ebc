using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Modules;

public sealed class StateTests
{
    [Fact]
    public void LoadStateDict_Matching_CopiesValues()
    {
        using Mixed from = new();
        using Mixed to = new();
        (IList<string> missing, IList<string> unexpected) = to.load_state_dict(from.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.All(from.state_dict(), entry => Assert.True(entry.Value.Equals(to.state_dict()[entry.Key])));
        Assert.True(to.First.weight.requires_grad);
        Assert.True(to.First.weight.is_leaf);
    }

    [Fact]
    public void LoadStateDict_StrictWithOtherNames_Throws()
    {
        using Linear layer = nn.Linear(2, 2);
        using Tensor other = zeros([2]);
        Dictionary<string, Tensor> source = new() { ["weight"] = layer.weight, ["scale"] = other };
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => layer.load_state_dict(source));
        Assert.Contains("missing [bias]", error.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected [scale]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadStateDict_NotStrict_ReportsBothLists()
    {
        using Linear layer = nn.Linear(2, 2);
        using Tensor other = zeros([2]);
        (IList<string> missing, IList<string> unexpected) = layer.load_state_dict(new() { ["scale"] = other }, strict: false);
        Assert.Equal(["weight", "bias"], missing);
        Assert.Equal(["scale"], unexpected);
    }

    [Fact]
    public void LoadStateDict_Skipped_LeavesThatEntry()
    {
        using Linear from = nn.Linear(2, 2);
        using Linear to = nn.Linear(2, 2);
        using Tensor bias = to.bias!.clone();
        to.load_state_dict(from.state_dict(), skip: ["bias"]);
        Assert.True(bias.Equals(to.bias));
        Assert.True(from.weight.Equals(to.weight));
    }

    [Fact]
    public void LoadStateDict_OtherShape_ThrowsAndNamesBoth()
    {
        using Linear layer = nn.Linear(2, 2, hasBias: false);
        using Tensor row = zeros([1, 2]); // copy_ would broadcast it
        ArgumentException error = Assert.Throws<ArgumentException>(() => layer.load_state_dict(new() { ["weight"] = row }));
        Assert.Contains("'weight' is [1, 2], the module has [2, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StateDict_Entries_AreLive()
    {
        using Linear layer = nn.Linear(2, 2);
        Assert.Same(layer.weight, layer.state_dict()["weight"]);
    }

    [Fact]
    public void StateDict_WithPrefix_PutsItBefore()
    {
        using Linear layer = nn.Linear(2, 2);
        Assert.Equal(["net.weight", "net.bias"], layer.state_dict(prefix: "net").Keys);
    }

    [Fact]
    public void Eval_OfParent_ReachesChildren()
    {
        using Mixed module = new();
        module.eval();
        Assert.All(module.modules(), child => Assert.False(child.training));
        module.train();
        Assert.All(module.modules(), child => Assert.True(child.training));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ZeroGrad_AfterBackward_ClearsAsAsked(bool setToNone)
    {
        using Linear layer = nn.Linear(2, 1);
        using Tensor input = ones([1, 2]);
        using Tensor loss = layer.call(input).sum();
        loss.backward();
        Assert.Equal(1f, layer.weight.grad![0, 0].item<float>());
        layer.zero_grad(setToNone);
        if (setToNone)
        {
            Assert.Null(layer.weight.grad);
        }
        else
        {
            Assert.Equal(0f, layer.weight.grad![0, 0].item<float>());
        }
    }

    [Fact]
    public void To_Float64_ReplacesFieldsGradientsAndFloatBuffersOnly()
    {
        using Mixed module = new();
        using Tensor input = ones([1, 3]);
        using (Tensor loss = module.call(input).sum())
        {
            loss.backward();
        }

        Mixed same = module.to(ScalarType.Float64);
        Assert.Same(module, same);
        Assert.All(module.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Float64, module.Gain.dtype);
        Assert.Equal(ScalarType.Float64, module.First.weight.dtype);
        Assert.Equal(ScalarType.Float64, module.First.weight.grad!.dtype);
        Assert.Equal(ScalarType.Int64, module.Table.dtype);
        using Tensor wide = ones([1, 3], ScalarType.Float64);
        using Tensor result = module.call(wide);
        Assert.Equal(ScalarType.Float64, result.dtype);
    }

    [Fact]
    public void To_Integers_Throws()
    {
        using Linear layer = nn.Linear(1, 1);
        Assert.Throws<ArgumentException>(() => layer.to(ScalarType.Int64));
    }

    [Fact]
    public void Dispose_OfParent_FreesEveryTensor()
    {
        long before = Tensor.TotalCount;
        Mixed module = new();
        Assert.True(Tensor.TotalCount > before);
        Parameter weight = module.First.weight;
        module.Dispose();
        Assert.True(weight.IsInvalid);
    }

    [Fact]
    public void Parameter_OfTensor_TakesItsHandleAndScope()
    {
        Parameter parameter;
        Tensor source;
        using (NewDisposeScope())
        {
            source = zeros([2]);
            parameter = new Parameter(source);
            Assert.True(source.IsInvalid);
            Assert.True(parameter.requires_grad);
        }

        Assert.True(parameter.IsInvalid);
    }

    [Fact]
    public void Layer_BuiltInScope_KeepsItsParameters()
    {
        Linear layer;
        Conv2d convolution;
        using (NewDisposeScope())
        {
            layer = nn.Linear(2, 2);
            convolution = nn.Conv2d(1, 1, 3);
        }

        Assert.False(layer.weight.IsInvalid);
        Assert.False(layer.bias!.IsInvalid);
        Assert.False(convolution.weight.IsInvalid);
        layer.Dispose();
        convolution.Dispose();
    }
}
