using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>One argument or plain result as it crosses the boundary: fae_torch_argument in src/native/torch/bridge.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArgument
{
    internal ArgumentKind Kind;
    internal int Length;
    internal long Value;
    internal double Real;
}
