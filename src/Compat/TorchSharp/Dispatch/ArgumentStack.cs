using System.Text;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Dispatch;

/// <summary>Lays arguments out for the native call: lists and text are copied behind one another into a buffer of the caller's stack.</summary>
internal static unsafe class ArgumentStack
{
    /// <summary>Up to here the buffer is on the stack.</summary>
    internal const int InlineBytes = 1024;

    /// <summary>The bytes that <see cref="Write"/> needs for lists and text.</summary>
    internal static int ExtraBytes(ReadOnlySpan<Argument> arguments)
    {
        int bytes = 0;
        foreach (ref readonly Argument argument in arguments)
        {
            bytes += argument.Kind switch
            {
                ArgumentKind.IntList => ((long[])argument.Reference!).Length * sizeof(long),
                ArgumentKind.DoubleList => ((double[])argument.Reference!).Length * sizeof(double),
                ArgumentKind.TensorList => ((Tensor?[])argument.Reference!).Length * sizeof(nint),
                ArgumentKind.String => Aligned(Encoding.UTF8.GetByteCount((string)argument.Reference!)),
                _ => 0,
            };
        }
        return bytes;
    }

    internal static void Write(ReadOnlySpan<Argument> arguments, NativeArgument* native, byte* extra)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            ref readonly Argument argument = ref arguments[i];
            native[i] = new NativeArgument { Kind = argument.Kind, Length = argument.Extra, Value = argument.Value, Real = argument.Real };
            if (argument.Kind == ArgumentKind.Tensor)
            {
                native[i].Value = ((Tensor)argument.Reference!).Handle;
            }
            else if (argument.Reference is not null && argument.Kind != ArgumentKind.Generator)
            {
                native[i].Value = (nint)extra;
                (native[i].Length, int bytes) = Copy(argument, extra);
                extra += bytes;
            }
        }
    }

    private static (int Length, int Bytes) Copy(in Argument argument, byte* target)
    {
        switch (argument.Reference)
        {
            case long[] numbers:
                numbers.CopyTo(new Span<long>(target, numbers.Length));
                return (numbers.Length, numbers.Length * sizeof(long));
            case double[] numbers:
                numbers.CopyTo(new Span<double>(target, numbers.Length));
                return (numbers.Length, numbers.Length * sizeof(double));
            case string text:
                int bytes = Encoding.UTF8.GetBytes(text, new Span<byte>(target, Encoding.UTF8.GetByteCount(text)));
                return (bytes, Aligned(bytes));
            default:
                var tensors = (Tensor?[])argument.Reference!;
                for (int i = 0; i < tensors.Length; i++)
                {
                    ((nint*)target)[i] = tensors[i] is null ? 0 : tensors[i]!.Handle;
                }
                return (tensors.Length, tensors.Length * sizeof(nint));
        }
    }

    private static int Aligned(int bytes) => (bytes + 7) & ~7;
}
