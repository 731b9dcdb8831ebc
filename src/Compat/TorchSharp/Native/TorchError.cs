using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Native;

/// <summary>Turns a native status into the exception that TorchSharp raises.</summary>
internal static unsafe class TorchError
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status)
    {
        if (status != 0)
        {
            Throw();
        }
    }

    private static void Throw()
    {
        byte* probe = stackalloc byte[1];
        int length = TorchNative.fae_last_error(probe, 0);
        byte[] text = new byte[Math.Max(length, 1)];
        fixed (byte* buffer = text)
        {
            length = TorchNative.fae_last_error(buffer, length);
        }
#pragma warning disable CA2201 // The published package raises this very type.
        throw new ExternalException(Encoding.UTF8.GetString(text, 0, length));
#pragma warning restore CA2201
    }
}
