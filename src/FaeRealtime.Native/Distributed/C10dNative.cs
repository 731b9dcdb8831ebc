using System.Runtime.InteropServices;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Distributed;

/// <summary>The exports of <c>src/native/c10d</c>. Each that returns a status is passed through <see cref="Check"/>.</summary>
internal static unsafe partial class C10dNative
{
    static C10dNative() => C10dLibrary.Register();

    /// <summary>Raises the library's message of this thread's last failure.</summary>
    /// <exception cref="NativeException"><paramref name="status"/> is not 0.</exception>
    public static void Check(int status)
    {
        if (status == 0)
        {
            return;
        }

        Span<byte> message = stackalloc byte[2048];
        fixed (byte* buffer = message)
        {
            var length = fae_last_error(buffer, message.Length);
            throw new NativeException(Encoding.UTF8.GetString(message[..Math.Min(length, message.Length)]));
        }
    }

    [LibraryImport(C10dLibrary.Name)]
    internal static partial int fae_c10d_backends();

    [LibraryImport(C10dLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_c10d_store_tcp(string host, int port, int server, string prefix, long timeoutMilliseconds, out StoreHandle store);

    [LibraryImport(C10dLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_c10d_store_set(StoreHandle store, string key, string value);

    [LibraryImport(C10dLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_c10d_store_get(StoreHandle store, string key, long timeoutMilliseconds, byte* buffer, int capacity, out int length);

    [LibraryImport(C10dLibrary.Name)]
    internal static partial void fae_c10d_store_free(nint store);

    [LibraryImport(C10dLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_c10d_group_new(
        StoreHandle store, CollectiveBackend backend, int rank, int world, long timeoutMilliseconds, string networkInterface, string address, out GroupHandle group);

    [LibraryImport(C10dLibrary.Name)]
    internal static partial int fae_c10d_group_sum(GroupHandle group, float* data, long count);

    [LibraryImport(C10dLibrary.Name)]
    internal static partial int fae_c10d_group_sum_tensor(GroupHandle group, nint tensor);

    [LibraryImport(C10dLibrary.Name)]
    internal static partial int fae_c10d_group_broadcast(GroupHandle group, byte* data, long count, int root);

    [LibraryImport(C10dLibrary.Name)]
    internal static partial int fae_c10d_group_broadcast_tensor(GroupHandle group, nint tensor, int root);

    [LibraryImport(C10dLibrary.Name)]
    internal static partial void fae_c10d_group_free(nint group);

    [LibraryImport(C10dLibrary.Name)]
    private static partial int fae_last_error(byte* buffer, int capacity);
}
