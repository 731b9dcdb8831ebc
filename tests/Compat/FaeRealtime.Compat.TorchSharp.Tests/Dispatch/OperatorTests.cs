using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Dispatch;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Dispatch;

public sealed class OperatorTests
{
    [Fact]
    public void Resolve_EveryDeclaredOperator_ExistsInThisLibtorch()
    {
        Operator[] declared = [.. typeof(torch).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(Operator) && !field.DeclaringType!.ContainsGenericParameters)
            .Select(field => (Operator)field.GetValue(null)!)];
        List<string> missing = [];
        foreach (Operator op in declared)
        {
            try
            {
                op.Resolve();
            }
            catch (ExternalException)
            {
                missing.Add(op.ToString());
            }
        }
        Assert.True(declared.Length > 200, $"found only {declared.Length} operators");
        Assert.Empty(missing);
    }

    // A lost race here ends the whole process.
    [Fact]
    public void Call_FirstCallsOnSeveralThreads_AllFindIt()
    {
        const int Rounds = 2000;
        const int Users = 4;
        Operator[] fresh = [.. Enumerable.Range(0, Rounds).Select(_ => Operator.Get("aten::add", "Tensor"))];
        using var together = new Barrier(Users);
        double[] sums = new double[Users];
        Thread[] threads = [.. Enumerable.Range(0, Users).Select(user => new Thread(() =>
        {
            using var one = tensor(1.0);
            foreach (Operator op in fresh)
            {
                together.SignalAndWait();
                using Tensor two = op.Call(one, one);
                sums[user] += two.item<double>();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(sums, sum => Assert.Equal(2.0 * Rounds, sum));
    }

    [Fact]
    public void Call_UnknownOperator_NamesIt()
    {
        var error = Assert.Throws<ExternalException>(() => Operator.Get("aten::no_such_operator").Call());
        Assert.Contains("aten::no_such_operator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_OmittedArguments_TakeTheSchemasDefaults()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = Operator.Get("aten::add", "Tensor").Call(ones(2), ones(2));
        Assert.Equal([2f, 2f], sum.data<float>().ToArray());
    }

    [Fact]
    public void Call_OmittedArgumentWithoutDefault_IsRefused()
    {
        using Tensor one = ones(2);
        var error = Assert.Throws<ExternalException>(() => Operator.Get("aten::add", "Tensor").Call(one));
        Assert.Contains("'other'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_TooManyArguments_IsRefused()
    {
        using Tensor one = ones(2);
        var error = Assert.Throws<ExternalException>(() => Operator.Get("aten::neg").Call(one, one));
        Assert.Contains("takes 1 arguments", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CallMany_MoreResultsThanFitOnTheStack_ReturnsAll()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = arange(100).unbind();
        Assert.Equal(100, parts.Length);
        Assert.Equal(99, parts[99].item<long>());
    }

    [Fact]
    public void Call_ListsBeyondTheInlineBuffer_ArriveWhole()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] rows = [.. Enumerable.Range(0, 500).Select(i => tensor((float)i))];
        Assert.Equal(124750f, stack(rows).sum().item<float>());
    }
}
