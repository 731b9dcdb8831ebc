using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Dispatch;

/// <summary>One operator of libtorch by schema name: resolved at its first call, then a cached handle.</summary>
/// <remarks>Arguments that are left out at the end take the schema's defaults. Errors are ExternalException with libtorch's own words.</remarks>
internal sealed unsafe class Operator
{
    private const int InlineResults = 8;

    private readonly string name;
    private readonly string overload;
    private nint handle;

    private Operator(string name, string overload)
    {
        this.name = name;
        this.overload = overload;
    }

    /// <summary>The operator <paramref name="name"/> ("aten::add") with <paramref name="overload"/> ("Tensor").</summary>
    internal static Operator Get(string name, string overload = "") => new(name, overload);

    /// <summary>Calls and returns the first result, owned by the caller.</summary>
    internal Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        nint* results = stackalloc nint[InlineResults];
        int count = 0;
        Invoke(arguments, results, InlineResults, &count, null);
        for (int i = 1; i < count; i++)
        {
            TorchNative.fae_torch_tensor_free(results[i]);
        }
        return new Tensor(results[0]);
    }

    /// <summary>Calls and returns all tensor results; an undefined one has an invalid handle.</summary>
    internal Tensor[] CallMany(params ReadOnlySpan<Argument> arguments)
    {
        nint* inline = stackalloc nint[InlineResults];
        int count = 0;
        Invoke(arguments, inline, InlineResults, &count, null);
        if (count <= InlineResults)
        {
            return Wrap(new ReadOnlySpan<nint>(inline, count));
        }
        nint[] pending = new nint[count];
        fixed (nint* results = pending)
        {
            TorchError.Check(TorchNative.fae_torch_pending(results, count));
        }
        return Wrap(pending);
    }

    /// <summary>Calls an in-place operator: its native result is <paramref name="self"/> again, so that same object is returned.</summary>
    internal Tensor CallInPlace(Tensor self, params ReadOnlySpan<Argument> rest)
    {
        var buffer = default(ArgumentBuffer);
        Span<Argument> arguments = ((Span<Argument>)buffer)[..(rest.Length + 1)];
        arguments[0] = self;
        rest.CopyTo(arguments[1..]);
        Invoke(arguments, null, 0, null, null);
        return self;
    }

    /// <summary>Calls an operator whose result is a single number.</summary>
    internal NativeArgument CallValue(params ReadOnlySpan<Argument> arguments)
    {
        nint* results = stackalloc nint[InlineResults];
        int count = 0;
        NativeArgument value = default;
        Invoke(arguments, results, InlineResults, &count, &value);
        return value;
    }

    /// <summary>Looks the operator up unless it was; ExternalException where this libtorch has none of that name.</summary>
    internal void Resolve()
    {
        if (Volatile.Read(ref handle) == 0)
        {
            // Through a local: an out argument is cleared before the call, and other threads may be using the handle already.
            TorchError.Check(TorchNative.fae_torch_operator(name, overload, out nint found));
            Volatile.Write(ref handle, found);
        }
    }

    public override string ToString() => overload.Length == 0 ? name : name + "." + overload;

    private static Tensor[] Wrap(ReadOnlySpan<nint> handles)
    {
        var tensors = new Tensor[handles.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new Tensor(handles[i]);
        }
        return tensors;
    }

    private void Invoke(ReadOnlySpan<Argument> arguments, nint* results, int capacity, int* count, NativeArgument* value)
    {
        Resolve();
        int bytes = ArgumentStack.ExtraBytes(arguments);
        byte* extra = stackalloc byte[bytes <= ArgumentStack.InlineBytes ? bytes : 0];
        byte[]? rented = bytes <= ArgumentStack.InlineBytes ? null : new byte[bytes];
        NativeArgument* native = stackalloc NativeArgument[arguments.Length];
        fixed (byte* large = rented)
        {
            ArgumentStack.Write(arguments, native, rented is null ? extra : large);
            TorchError.Check(TorchNative.fae_torch_call(handle, native, arguments.Length, results, capacity, count, value));
        }
        foreach (ref readonly Argument argument in arguments)
        {
            GC.KeepAlive(argument.Reference);
        }
    }
}
