using System.Runtime.InteropServices;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Distributed;

/// <summary>The exports of <c>src/native/c10d</c>. Each that returns a status is passed through <see cref="Check"/>.</summary>
internal static unsafe partial class C10dNative
{
    static C10dNative() => NativeParts.Register();

    /// <summary>Raises the library's message of this thread's last failure.</summary>
    /// <exception cref="Core.Errors.NativeException"><paramref name="status"/> is not 0.</exception>
    public static void Check(int status) => NativePart.Check(status, &fae_last_error);

    [LibraryImport(NativeParts.C10dName)]
    internal static partial int fae_c10d_backends();

    [LibraryImport(NativeParts.C10dName, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_c10d_store_tcp(string host, int port, int server, string prefix, long timeoutMilliseconds, out StoreHandle store);

    [LibraryImport(NativeParts.C10dName, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_c10d_store_set(StoreHandle store, string key, string value);

    [LibraryImport(NativeParts.C10dName, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_c10d_store_get(StoreHandle store, string key, long timeoutMilliseconds, byte* buffer, int capacity, out int length);

    [LibraryImport(NativeParts.C10dName)]
    internal static partial void fae_c10d_store_free(nint store);

    [LibraryImport(NativeParts.C10dName, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_c10d_group_new(
        StoreHandle store, CollectiveBackend backend, int rank, int world, long timeoutMilliseconds, string networkInterface, string address, out GroupHandle group);

    [LibraryImport(NativeParts.C10dName)]
    internal static partial int fae_c10d_group_sum(GroupHandle group, float* data, long count);

    [LibraryImport(NativeParts.C10dName)]
    internal static partial int fae_c10d_group_sum_tensor(GroupHandle group, nint tensor);

    [LibraryImport(NativeParts.C10dName)]
    internal static partial int fae_c10d_group_broadcast(GroupHandle group, byte* data, long count, int root);

    [LibraryImport(NativeParts.C10dName)]
    internal static partial int fae_c10d_group_broadcast_tensor(GroupHandle group, nint tensor, int root);

    [LibraryImport(NativeParts.C10dName)]
    internal static partial void fae_c10d_group_free(nint group);

    [LibraryImport(NativeParts.C10dName)]
    private static partial int fae_last_error(byte* buffer, int capacity);
}
