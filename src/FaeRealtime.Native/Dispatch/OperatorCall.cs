using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Dispatch;

/// <summary>One call of a libtorch operator by its name, for operators that TorchSharp does not bind.</summary>
/// <remarks>
/// Arguments are given in the order of the operator's schema, all of them and of its types: libtorch fills in no defaults here and believes what it is given, so a mistake may end the process.
/// Tensors come as handles (TorchSharp's <c>Tensor.Handle</c>); a result is adopted with <c>Tensor.UnsafeCreateTensor</c>. Gradients are recorded as for TorchSharp's own calls.
/// The schema's type <c>Scalar</c>, and optional values that are there, cannot be passed.
/// The dispatcher takes the arguments' references over, whether the operator succeeds or fails. Only where libtorch does not know the operator or a type of its schema they stay behind: nothing tells which it took.
/// </remarks>
public sealed class OperatorCall : IDisposable
{
    // Major version in the highest byte, minor in the next.
    private const ulong NeededVersion = (2UL << 56) | (10UL << 48);

    private static readonly Lazy<ulong> Version = new(ReadVersion);

    private readonly string _name;
    private readonly string _overload;
    private readonly List<ulong> _stack = [];
    private readonly List<nint> _tensors = [];
    private readonly List<nint> _lists = [];

    /// <summary>Begins a call.</summary>
    /// <param name="name">With its namespace: <c>aten::mul</c>.</param>
    /// <param name="overload">What stands behind the dot of the schema's name: <c>Tensor</c> of <c>aten::mul.Tensor</c>; empty where there is none.</param>
    /// <exception cref="NativeException">libtorch is missing or older than 2.10.</exception>
    public OperatorCall(string name, string overload = "")
    {
        if (Version.Value < NeededVersion)
        {
            throw new NativeException($"{name} is called through libtorch's C interface of 2.10, but this process computes with {Version.Value >> 56}.{(Version.Value >> 48) & 0xFF}. Use the libtorch that belongs to TorchSharp 0.107.");
        }

        (_name, _overload) = (name, overload);
    }

    private string FullName => _overload.Length == 0 ? _name : $"{_name}.{_overload}";

    /// <summary>Adds a <c>Tensor</c>.</summary>
    /// <param name="handle">Borrowed; the call keeps a reference of its own.</param>
    public OperatorCall AddTensor(nint handle)
    {
        _stack.Add((ulong)Own(handle));
        return this;
    }

    /// <summary>Adds a <c>Tensor[]</c>.</summary>
    /// <param name="handles">Borrowed; the call keeps references of its own.</param>
    public OperatorCall AddTensors(ReadOnlySpan<nint> handles)
    {
        Check(DispatcherNative.NewList((nuint)handles.Length, out var list));
        _lists.Add(list);
        foreach (var handle in handles)
        {
            Check(DispatcherNative.Append(list, (ulong)Own(handle)));
        }

        _stack.Add((ulong)list);
        return this;
    }

    /// <summary>Adds a <c>float</c>.</summary>
    public OperatorCall AddDouble(double value)
    {
        _stack.Add(BitConverter.DoubleToUInt64Bits(value));
        return this;
    }

    /// <summary>Adds a <c>bool</c>.</summary>
    public OperatorCall AddBool(bool value)
    {
        _stack.Add(value ? 1UL : 0);
        return this;
    }

    /// <summary>Adds an optional argument that is not there.</summary>
    public OperatorCall AddNone()
    {
        _stack.Add(0);
        return this;
    }

    /// <summary>Runs an operator without results, such as one that writes into its arguments.</summary>
    /// <exception cref="NativeException">libtorch refused; its reason went to standard error.</exception>
    /// <exception cref="InvalidOperationException">The call has run already.</exception>
    public void Run() => Dispatch();

    /// <summary>Runs an operator with one tensor as its result.</summary>
    /// <returns>Its handle; the caller owns it.</returns>
    /// <exception cref="NativeException">libtorch refused; its reason went to standard error.</exception>
    /// <exception cref="InvalidOperationException">The call has run already.</exception>
    public nint RunForTensor() => (nint)Dispatch();

    /// <summary>Gives up the arguments of a call that has not run.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors)
        {
            _ = DispatcherNative.DeleteTensor(tensor);
        }

        foreach (var list in _lists)
        {
            _ = DispatcherNative.DeleteList(list);
        }

        Forget();
    }

    private static ulong ReadVersion()
    {
        try
        {
            return DispatcherNative.Version();
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new NativeException($"libtorch's C interface cannot be used: {error.Message} It came with libtorch 2.10, which belongs to TorchSharp 0.107.", error);
        }
    }

    private unsafe ulong Dispatch()
    {
        if (_stack.Count == 0)
        {
            throw new InvalidOperationException($"This call of {FullName} has run already, or has no arguments.");
        }

        ulong[] stack = [.. _stack];

        // From here on the arguments are libtorch's.
        Forget();
        fixed (ulong* place = stack)
        {
            Check(DispatcherNative.Call(_name, _overload, place, NeededVersion));
        }

        return stack[0];
    }

    private nint Own(nint handle)
    {
        Check(DispatcherNative.NewTensor(handle, out var own));
        _tensors.Add(own);
        return own;
    }

    private void Forget()
    {
        _stack.Clear();
        _tensors.Clear();
        _lists.Clear();
    }

    private void Check(int code)
    {
        if (code != 0)
        {
            throw new NativeException($"libtorch refused {FullName} (code {code}). Its reason stands on standard error, behind «Exception in aoti_torch».");
        }
    }
}

/// <summary>libtorch's C interface to its dispatcher: what it exports for extensions that are built without its C++ headers, stable since 2.10.</summary>
/// <remarks>Loaded by file name: a caller with a tensor's handle has loaded libtorch already, and the loader gives that one. Every function returns 0, or writes why to standard error and returns another number.</remarks>
internal static unsafe partial class DispatcherNative
{
    [LibraryImport(Libtorch.Cpu, EntryPoint = "aoti_torch_abi_version")]
    internal static partial ulong Version();

    [LibraryImport(Libtorch.Cpu, EntryPoint = "torch_call_dispatcher", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Call(string name, string overload, ulong* stack, ulong version);

    [LibraryImport(Libtorch.Cpu, EntryPoint = "aoti_torch_new_tensor_handle")]
    internal static partial int NewTensor(nint tensor, out nint same);

    [LibraryImport(Libtorch.Cpu, EntryPoint = "aoti_torch_delete_tensor_object")]
    internal static partial int DeleteTensor(nint tensor);

    [LibraryImport(Libtorch.Cpu, EntryPoint = "torch_new_list_reserve_size")]
    internal static partial int NewList(nuint size, out nint list);

    [LibraryImport(Libtorch.Cpu, EntryPoint = "torch_list_push_back")]
    internal static partial int Append(nint list, ulong element);

    [LibraryImport(Libtorch.Cpu, EntryPoint = "torch_delete_list")]
    internal static partial int DeleteList(nint list);
}
