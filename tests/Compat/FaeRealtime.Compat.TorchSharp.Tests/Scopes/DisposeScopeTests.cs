using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Scopes;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Dispose_Scope_DisposesWhatItOwns()
    {
        Tensor inside, kept;
        using (DisposeScope scope = NewDisposeScope())
        {
            inside = ones(2) + ones(2);
            Assert.Equal(3, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
            Assert.Same(scope, CurrentDisposeScope);
            kept = inside.alias().DetachFromDisposeScope();
        }
        Assert.True(inside.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.Null(CurrentDisposeScope);
        kept.Dispose();
    }

    [Fact]
    public void MoveToOuter_Nested_HandsOverOneLevel()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor result, temporary;
        using (NewDisposeScope())
        {
            temporary = ones(2);
            result = (temporary + 1).MoveToOuterDisposeScope();
        }
        Assert.True(temporary.IsInvalid);
        Assert.False(result.IsInvalid);
        Assert.True(outer.Contains(result));
    }

    [Fact]
    public void MoveToOuter_WithoutOuter_Detaches()
    {
        Tensor result;
        using (NewDisposeScope())
        {
            result = ones(2).MoveToOuterDisposeScope();
        }
        Assert.False(result.IsInvalid);
        result.Dispose();
    }

    [Fact]
    public void Dispose_ByHand_LeavesTheScope()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2);
        x.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Dispose_OutOfOrder_IsTolerated()
    {
        DisposeScope outer = NewDisposeScope();
        DisposeScope inner = NewDisposeScope();
        Tensor x = ones(2);
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        Assert.False(x.IsInvalid);
        inner.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void DisposeEverythingBut_Some_KeepsThem()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = ones(1), b = ones(1);
        scope.DisposeEverythingBut(b);
        Assert.True(a.IsInvalid);
        Assert.False(b.IsInvalid);
        Assert.Equal(2f, scope.MoveToOuter(b, b + 1).second.item<float>());
        b.Dispose();
    }

    [Fact]
    public void WrappedTensorDisposeScope_Result_OutlivesIt()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = WrappedTensorDisposeScope(() => ones(2) + ones(2) * 3);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.Equal(4f, x[0].item<float>());
    }

    [Fact]
    public void MoveToOther_Scope_ChangesTheOwner()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor home = ones(1);
        using (NewDisposeScope())
        {
            ones(1).MoveToOtherDisposeScope(home);
        }
        Assert.Equal(2, outer.DisposablesCount);
    }
}
