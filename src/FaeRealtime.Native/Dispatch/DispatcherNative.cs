using System.Runtime.InteropServices;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Dispatch;

/// <summary>libtorch's C interface to its dispatcher: what it exports for extensions that are built without its C++ headers, stable since 2.10.</summary>
/// <remarks>Loaded by file name: whoever has a tensor's handle has loaded libtorch already, and the loader gives that one. Every function returns 0, or writes why to standard error and returns another number.</remarks>
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
