using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Dispatch;
using TorchSharp;

namespace FaeRealtime.Native.Tests.Dispatch;

public sealed class OperatorCallTests : IDisposable
{
    private const int Repeats = 2000;

    private const int Rounds = 5;

    // Each writes a stack trace, 20 ms. The runtime goes on compiling what handles exceptions for the first hundred or two.
    private const int Refusals = 20;
    private const int RefusalRounds = 15;

    // Bytes a call. A handle is 32 of malloc.
    private const double Noise = 8;

    // A lost list or handle is at least 24 bytes, less what the allocator gives back meanwhile elsewhere.
    private const double Lost = 16;

    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [Fact]
    public void RunForTensor_Product_IsTorchSharpsWithItsGradient()
    {
        var (x, y) = (torch.randn([3, 4], requires_grad: true), torch.randn([4]));

        var product = torch.Tensor.UnsafeCreateTensor(new OperatorCall("aten::mul", "Tensor").AddTensor(x.Handle).AddTensor(y.Handle).RunForTensor());
        product.sum().backward();

        Assert.True((product == (x * y)).all().ToBoolean());
        Assert.True((x.grad! == y.expand(3, 4)).all().ToBoolean());
    }

    [Fact]
    public void Run_Lists_AreWrittenInPlace()
    {
        var (x, y) = (Enumerable.Range(1, 3).Select(i => torch.full([2], (float)i)).ToArray(), torch.full([2], 10f));

        new OperatorCall("aten::_foreach_mul_", "List").AddTensors([.. x.Select(one => one.Handle)]).AddTensors([y.Handle, y.Handle, y.Handle]).Run();

        Assert.Equal([10, 10, 20, 20, 30, 30], torch.cat(x, 0).data<float>().ToArray());
    }

    [Theory]
    [InlineData(1, true, 0)]
    [InlineData(1, false, 3)]
    [InlineData(0, true, 3)]
    public void RunForTensor_DoubleAndBool_Arrive(double share, bool train, float expected)
    {
        using var call = new OperatorCall("aten::dropout").AddTensor(torch.full([2], 3f).Handle).AddDouble(share).AddBool(train);
        Assert.Equal([expected, expected], torch.Tensor.UnsafeCreateTensor(call.RunForTensor()).data<float>().ToArray());
    }

    [Fact]
    public void RunForTensor_None_IsAbsent()
    {
        // Draws with each value as the probability, from the generator that is absent.
        using var call = new OperatorCall("aten::bernoulli").AddTensor(torch.ones(3).Handle).AddNone();
        Assert.Equal([1, 1, 1], torch.Tensor.UnsafeCreateTensor(call.RunForTensor()).data<float>().ToArray());
    }

    [Fact]
    public void Run_RefusedByTheOperator_NamesIt()
    {
        using var call = new OperatorCall("aten::mul", "Tensor").AddTensor(torch.ones(2).Handle).AddTensor(torch.ones(3).Handle);
        Assert.Contains("aten::mul.Tensor (code 1)", Assert.Throws<NativeException>(call.Run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_UnknownOperator_NamesIt()
    {
        using var call = new OperatorCall("aten::no_such_operator").AddTensor(torch.ones(2).Handle);
        Assert.Contains("aten::no_such_operator", Assert.Throws<NativeException>(call.Run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Twice_Refused()
    {
        var call = new OperatorCall("aten::_foreach_mul_", "List").AddTensors([torch.ones(2).Handle]).AddTensors([torch.ones(2).Handle]);
        call.Run();
        Assert.Throws<InvalidOperationException>(call.Run);
    }

    [Fact]
    public void Growth_OfALostHandle_IsSeen() => Assert.InRange(Growth(x => _ = new OperatorCall("aten::neg").AddTensor(x))[Rounds / 2], Lost, double.MaxValue);

    [Fact]
    public void Growth_OfALostList_IsSeen() => Assert.InRange(Growth(_ => new OperatorCall("aten::cat").AddTensors([]))[Rounds / 2], Lost, double.MaxValue);

    [Fact]
    public void RunForTensor_Repeated_LeavesNothing() => AssertNoGrowth(x => torch.Tensor.UnsafeCreateTensor(new OperatorCall("aten::neg").AddTensor(x).RunForTensor()).Dispose());

    [Fact]
    public void Run_ListsRepeated_LeavesNothing() => AssertNoGrowth(x => new OperatorCall("aten::_foreach_mul_", "List").AddTensors([x, x]).AddTensors([x, x]).Run());

    [Fact]
    public void Run_RefusedRepeatedly_LeavesNothing()
    {
        var three = torch.ones(3);
        Assert.InRange(Growth(x => Refused(new OperatorCall("aten::_foreach_mul_", "List").AddTensors([x]).AddTensors([three.Handle])), Refusals, RefusalRounds)[0], double.MinValue, Noise);
    }

    [Fact]
    public void Dispose_CallThatNeverRan_LeavesNothing() => AssertNoGrowth(x =>
    {
        using var call = new OperatorCall("aten::cat").AddTensors([x, x]).AddTensor(x);
    });

    public void Dispose() => _scope.Dispose();

    private static void AssertNoGrowth(Action<nint> action) => Assert.InRange(Growth(action)[0], double.MinValue, Noise);

    // Bytes a repeat in each round, in rising order.
    private static double[] Growth(Action<nint> action, int repeats = Repeats, int rounds = Rounds)
    {
        using var x = torch.ones(2);
        return [.. NativeMemory.GrowthDuring(repeats, rounds, () => action(x.Handle)).Select(bytes => (double)bytes / repeats)];
    }

    private static void Refused(OperatorCall call)
    {
        try
        {
            call.Run();
            Assert.Fail("It ran.");
        }
        catch (NativeException)
        {
            // As it should.
        }
    }
}
