using System.Runtime.CompilerServices;

namespace TorchSharp.Dispatch;

/// <summary>Room on the stack for the arguments of an in-place operator: none has more than twelve.</summary>
[InlineArray(12)]
internal struct ArgumentBuffer
{
    private Argument first;
}
